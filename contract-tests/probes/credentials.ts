import type { Operation } from '../../src/openapi/contract.ts';
import { formsWithoutBearer, nearFormsOf, writings } from '../run/http/bearer-form.ts';
import { type Credential, credentialPlace, credentialsFor, neededKeys } from '../run/http/credential.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { unknownId } from './cases/unknown-id.ts';
import type { Probe } from './probe.ts';
import { settleAll } from './settle-all.ts';
import { isTried, isUndone, type Targets } from './targets.ts';

/** Sends requests of each operation with invalid credentials, and with the valid one under `bearer`. */
export async function tryCredentials(probe: Probe, targets: Targets): Promise<void> {
  const { run } = probe;
  const secured = run.contract.operations.filter(
    (operation) => operation.secured && isTried(probe, operation) && credentialsFor(run.options, operation).length > 0,
  );
  const always: Credential[] = ['missing', 'wrong', ...formsWithoutBearer, 'lower-case-scheme'];
  await settleAll([
    ...always.map((credential) => tryCredential(probe, targets, secured, credential)),
    tryNearOnes(probe, targets, secured),
    ...secured.map((operation) => tryWithoutEach(probe, targets, operation)),
  ]);
}

/** If an operation requires several credentials together, sends it without each of them. */
async function tryWithoutEach(probe: Probe, targets: Targets, operation: Operation): Promise<void> {
  const carried = credentialsFor(probe.run.options, operation);
  await settleAll(neededKeys(carried, operation).map((key) => send(probe, targets, operation, 'missing', key)));
}

/** Skipped if the server accepts an unrelated token: it then accepts any, and similar tokens prove nothing. */
async function tryNearOnes(probe: Probe, targets: Targets, secured: readonly Operation[]) {
  const { token } = probe.run.options;
  const reading = secured.find((one) => one.method === 'GET' && !one.stream && isBearer(probe, one));
  if (token === undefined || !reading) return;
  const answer = await send(probe, targets, reading, 'unrelated');
  if (answer?.response?.status !== 401) return;
  await settleAll(nearFormsOf(token).map((form) => tryCredential(probe, targets, secured, form)));
}

async function tryCredential(
  probe: Probe,
  targets: Targets,
  secured: readonly Operation[],
  credential: Credential,
): Promise<void> {
  const anywhere = credential === 'missing' || credential === 'wrong';
  const tried = anywhere
    ? secured
    : halfOf(
        secured.filter((operation) => isBearer(probe, operation)),
        credential,
      );
  const last = tried.filter(({ method, stream }) => method === 'DELETE' || stream);
  const first = tried.filter((operation) => !last.includes(operation));
  const answers = await Promise.all(first.map((operation) => send(probe, targets, operation, credential)));
  // Once such a credential was accepted, the violation is known: do not spend a turn on it.
  if (!anywhere && answers.some(isAccepted) && credential !== 'lower-case-scheme') return;
  await settleAll(last.map((operation) => send(probe, targets, operation, credential)));
}

/** Maximum operations for which each form is sent to all. */
const few = 4;

/**
 * Half of the operations, and the other half for the next form: usually one piece of code checks the credential of all.
 * The first operation is always included.
 */
function halfOf(operations: readonly Operation[], credential: Credential): readonly Operation[] {
  const place = Object.keys(writings).indexOf(credential) % 2;
  return operations.filter((_, index) => operations.length < few || index === 0 || index % 2 === place);
}

async function send(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  credential: Credential,
  omitted?: string,
): Promise<Exchange | undefined> {
  const right = credential === 'lower-case-scheme';
  if (right && !isUndone(probe, targets, operation)) return undefined;
  const resource = targets.resourceOf(operation);
  const sendTo = (id: string | undefined) => {
    const plain = targets.requestOf(operation, id);
    if (typeof plain === 'string') return undefined;
    const session = id === undefined || resource === undefined ? {} : { session: id };
    return probe.run.sendWithinBudget(operation, plain.parts, { ...intentOf(credential, omitted), ...session });
  };
  const shared = targets.sharedId(operation);
  // A turn costs tokens, and the result for the credential is visible without one.
  if (right && operation.stream) return resource && shared ? sendUnknown(probe, targets, operation, shared) : undefined;
  if (operation.method === 'DELETE' && !resource?.delete) return undefined;
  if (typeof targets.requestOf(operation) === 'string') return undefined;
  if (operation.method !== 'DELETE' && !operation.stream) return sendTo(shared);
  return targets.lane(operation)(async (id) => sendTo(id));
}

function sendUnknown({ run }: Probe, targets: Targets, operation: Operation, id: string) {
  const plain = targets.requestOf(operation, unknownId(id));
  return typeof plain === 'string'
    ? undefined
    : run.sendWithinBudget(operation, plain.parts, intentOf('lower-case-scheme'));
}

/** The other forms are ways to write a bearer token. */
function isBearer({ run }: Probe, operation: Operation): boolean {
  return !credentialPlace(operation, run.options);
}

function isAccepted(exchange: Exchange | undefined): boolean {
  return (exchange?.response?.status ?? 401) < 300;
}

/** The purpose of a request with this credential. */
function intentOf(credential: Credential, omitted?: string) {
  const what = omitted === undefined ? 'has no credential' : `has no credential ${omitted}`;
  const purpose = credential === 'missing' ? what : `has a credential that is ${writings[credential].text}`;
  const how = omitted === undefined ? {} : { omitted };
  return { purpose, credential, ...how, case: { kind: 'other' as const } };
}
