import type { Operation } from '../../src/openapi/contract.ts';
import { unknownId } from './cases/unknown-id.ts';
import type { Probe } from './probe.ts';
import { isTried, type Targets } from './targets.ts';

/** Maximum attempts if the server knows an id. */
const attempts = 3;

/**
 * Sends each operation with an unknown session and otherwise valid values. If an id can be read, the session exists:
 * then only the read is checked, and nothing else is sent to it.
 */
export async function tryUnknownSession({ run, seen, ...rest }: Probe, targets: Targets): Promise<void> {
  const probe = { run, seen, ...rest };
  const tried = run.contract.operations.filter((one) => targets.resourceOf(one) && isTried(probe, one));
  const reading = tried.find(({ method }) => method === 'GET');
  const id = reading && targets.sharedId(reading);
  if (!reading || id === undefined) return;
  const send = async (operation: Operation, unknown: string) => {
    const plain = targets.requestOf(operation, unknown);
    if (typeof plain === 'string') return [];
    const intent = { purpose: 'names an unknown session', case: { kind: 'other' as const } };
    return [(await run.sendWithinBudget(operation, plain.parts, intent)) ?? []].flat();
  };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const unknown = unknownId(id, attempt);
    const [read] = await send(reading, unknown);
    const found = (read?.response?.status ?? 0) < 300;
    if (found && attempt < attempts - 1) continue;
    if (read) seen.unknown.push(read);
    if (found) return;
    const others = tried.filter((operation) => operation !== reading);
    seen.unknown.push(...(await Promise.all(others.map((operation) => send(operation, unknown)))).flat());
    return;
  }
}
