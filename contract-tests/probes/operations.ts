import type { Operation } from '../../src/openapi/contract.ts';
import { aboutNothing } from './cases/about-nothing.ts';
import type { PlainRequest } from './cases/plain-request.ts';
import { followStream } from './follow-stream.ts';
import type { Probe } from './probe.ts';
import { settleAll } from './settle-all.ts';
import { isTried, sendPlain, type Targets, wasSentPlain, whyUnknown } from './targets.ts';

/**
 * Sends one valid request of every operation. Operations use the ids of created resources, else values of the document.
 * DELETE is sent only to created resources, or to a path with unknown ids.
 */
export async function tryOperations(probe: Probe, targets: Targets): Promise<void> {
  const { operations } = probe.run.contract;
  const { excludedOperations = [], readOnly } = probe.run.options;
  const tried = operations.filter(({ id }) => !excludedOperations.includes(id));
  await settleAll(
    tried.map(async (operation) => {
      const reason = isTried(probe, operation)
        ? await tryOperation(probe, targets, operation)
        : readOnly && 'It may change something, and the run only reads.';
      if (reason) probe.seen.untried.push({ operation: operation.id, reason });
    }),
  );
}

/** @returns why the operation was not tried; `undefined` if it was */
async function tryOperation(probe: Probe, targets: Targets, operation: Operation): Promise<string | undefined> {
  const plain = targets.requestOf(operation);
  if (typeof plain === 'string') return plain;
  if (operation.method === 'DELETE') return tryDeletion(probe, targets, operation, plain);
  if (operation.stream) return (await followStream(probe, operation, plain)) ?? whyUnknown(probe, operation);
  if (!wasSentPlain(probe, operation) || listsCreated(probe, operation))
    await sendPlain(probe, operation, plain, targets.sharedId(operation));
  await askForNothing(probe, operation, plain);
  return whyUnknown(probe, operation);
}

/** Reads a resource that does not exist, after the run has read one that does: many servers fail at this. */
async function askForNothing({ run, making }: Probe, operation: Operation, plain: PlainRequest): Promise<void> {
  if (operation.method !== 'GET' || plain.borrowedAddress) return;
  const parts = aboutNothing(making, operation, plain.parts);
  const intent = { purpose: 'names something that does not exist', case: { kind: 'other' as const } };
  if (parts) await run.sendWithinBudget(operation, parts, intent);
}

/** True for a list that may have been empty before the run created something. */
function listsCreated({ run, resources }: Probe, { method, path }: Operation): boolean {
  return method === 'GET' && !run.options.readOnly && resources.some(({ create }) => create.path === path);
}

/** Deletes one resource that was created for it. */
async function tryDeletion(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  request: PlainRequest,
): Promise<string | undefined> {
  if (request.borrowedAddress || !operation.path.includes('{')) {
    const parts = aboutNothing(probe.making, operation, request.parts);
    if (parts) await sendPlain(probe, operation, { ...request, parts, borrowed: true });
    const isTried = parts && !whyUnknown(probe, operation);
    return isTried ? undefined : 'It deletes, and the run deletes only what it created.';
  }
  const resource = targets.resourceOf(operation);
  const id = resource && (await targets.fresh(resource));
  const plain = id === undefined ? 'Nothing could be created for it to delete.' : targets.requestOf(operation, id);
  if (typeof plain === 'string') return plain;
  await sendPlain(probe, operation, plain, id);
  return undefined;
}
