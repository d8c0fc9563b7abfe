import type { Operation } from '../../src/openapi/contract.ts';
import { formsWithoutBearer, nearFormsOf, writings } from '../run/http/bearer-form.ts';
import type { Credential } from '../run/http/credential.ts';
import { credentialPlace } from '../run/http/credential.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { RequestParts } from './cases/request-case.ts';
import { isAbout, type Probe } from './probe.ts';
import { unknownId } from './refusals.ts';
import { baseRequest, isTried, liveSession } from './requests.ts';

/** Calls each operation with each credential that is wrong, and with the right one under a scheme in lower case. */
export async function tryCredentials(probe: Probe): Promise<void> {
  const always: Credential[] = ['missing', 'wrong', ...formsWithoutBearer, 'lower-case-scheme'];
  await Promise.all([...always.map((credential) => tryCredential(probe, credential)), tryNearOnes(probe)]);
}

/** The same for one operation of another contract, with the request that it takes. DELETE is left alone. */
export async function tryCredentialsOf({ run }: Probe, operation: Operation, parts: RequestParts): Promise<void> {
  const send = (credential: Credential) => run.send(operation, parts, intentOf(credential));
  for (const credential of ['missing', 'wrong'] as const) await send(credential);
  if (credentialPlace(operation)) return;
  for (const form of formsWithoutBearer) await send(form);
  // Whatever it changes was changed once.
  if (operation.method === 'GET' && !operation.stream) await send('lower-case-scheme');
  const { token } = run.options;
  if (token === undefined || (await send('unrelated')).response?.status !== 401) return;
  for (const form of nearFormsOf(token)) await send(form);
}

/** Where the token of somebody else is taken, any token is right, and one that is nearly so says nothing. */
async function tryNearOnes(probe: Probe): Promise<void> {
  const { run } = probe;
  const { token } = run.options;
  const reading = securedBy(probe, 'unrelated').find(
    (operation) => operation.method === 'GET' && !isAbout(operation, probe.resource),
  );
  if (token === undefined || !reading) return;
  const { response } = await run.send(reading, baseRequest(probe, reading, ''), intentOf('unrelated'));
  if (response?.status !== 401) return;
  await Promise.all(nearFormsOf(token).map((form) => tryCredential(probe, form)));
}

async function tryCredential(probe: Probe, credential: Credential): Promise<void> {
  const operations = securedBy(probe, credential);
  const id = await liveSession(probe, `credential ${credential}`);
  const last = operations.filter(({ method, stream }) => method === 'DELETE' || stream);
  const first = operations.filter((operation) => !last.includes(operation));
  const answers = await Promise.all(first.map((operation) => send(probe, operation, credential, id)));
  // Once such a credential was taken the breach is known: no turn is spent on it.
  if (!['missing', 'wrong'].includes(credential) && answers.some(isTaken) && credential !== 'lower-case-scheme') return;
  for (const operation of last.sort((one, other) => Number(!!other.stream) - Number(!!one.stream))) {
    await send(probe, operation, credential, id);
  }
}

async function send(probe: Probe, operation: Operation, credential: Credential, id: string | undefined) {
  const aboutOne = isAbout(operation, probe.resource);
  if (aboutOne && id === undefined) return undefined;
  // A turn costs tokens; whether the credential is taken can be seen without one.
  const session = credential === 'lower-case-scheme' && operation.stream ? unknownId(id ?? '') : id;
  return probe.run.send(operation, baseRequest(probe, operation, session ?? ''), {
    ...intentOf(credential),
    ...(aboutOne && session === id && id !== undefined ? { session: id } : {}),
  });
}

/** The operations that want a credential that can be written so. */
function securedBy(probe: Probe, credential: Credential): Operation[] {
  const anywhere = credential === 'missing' || credential === 'wrong';
  return probe.run.contract.operations.filter(
    (operation) => operation.secured && isTried(probe, operation) && (anywhere || !credentialPlace(operation)),
  );
}

function isTaken(exchange: Exchange | undefined): boolean {
  return (exchange?.response?.status ?? 401) < 300;
}

/** What a request with this credential is for. */
export function intentOf(credential: Credential) {
  const purpose =
    credential === 'missing' ? 'carries no credential' : `carries a credential that is ${writings[credential].text}`;
  return { purpose, credential, case: { kind: 'other' as const } };
}
