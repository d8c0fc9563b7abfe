import type { Operation } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';
import { chat } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { boundaryRequests, invalidRequests, jsonSchemaOf, withUnknownFields } from './cases/operation-cases.ts';
import type { CasedRequest, RequestParts } from './cases/request-case.ts';
import { createSession, isAbout, type Probe, sessionOf } from './probe.ts';

/**
 * The smallest valid request of an operation, about the session `id`: required parameters and the body of the first
 * example, with indexes that the run may use.
 */
export function baseRequest({ run, resource }: Probe, operation: Operation, id: string): RequestParts {
  const path = Object.fromEntries(
    operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name, example }) => [name, name === resource?.parameter ? id : String(example ?? name)]),
  );
  const query = Object.fromEntries(
    operation.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name, example }) => [name, String(example ?? '')]),
  );
  const example = Object.values(operation.requestBody?.content['application/json']?.examples ?? {})[0];
  if (!jsonSchemaOf(operation)) return { path, query };
  const json =
    isObject(example) && Array.isArray(example.index_ids)
      ? { ...example, index_ids: run.options.indexIds.slice(0, 1) }
      : (example ?? {});
  return { path, query, body: { json } };
}

/** False for what a run leaves out: excluded operations, and where it only reads, all but GET. */
export function isTried({ run }: Probe, { id, method }: Operation): boolean {
  const { readOnly, excludedOperations = [] } = run.options;
  return !(readOnly && method !== 'GET') && !excludedOperations.includes(id);
}

/** Sends every request that breaks one constraint, each to a session that lives, and every one that just keeps it. */
export async function tryConstraints(probe: Probe): Promise<void> {
  await Promise.all(
    probe.run.contract.operations
      .filter((operation) => isTried(probe, operation))
      .map((operation) => tryOperation(probe, operation)),
  );
}

async function tryOperation(probe: Probe, operation: Operation): Promise<void> {
  const { run, resource } = probe;
  const live = isAbout(operation, resource) ? await liveSession(probe) : '';
  if (live === undefined) return;
  const base = baseRequest(probe, operation, live);
  const destroys = operation.method === 'DELETE';
  const invalid = destroys || operation.stream ? oneByOne : allAtOnce;
  await invalid(probe, operation, invalidRequests(run.contract, operation, base), live);
  if (destroys || operation.stream) return;
  await tryOtherMediaType(probe, operation, base, live);
  const unknown = jsonSchemaOf(operation)
    ? [withUnknownFields(base, { shared_access: 'read_only', unknown_field: { nested: [1] } })]
    : [];
  const plain: CasedRequest = { parts: base, case: { kind: 'valid' } };
  const valid = [plain, ...boundaryRequests(run.contract, operation, base), ...unknown];
  if (operation.method === 'GET' || live === '') return allAtOnce(probe, operation, valid, live);
  // What was changed once may be refused a second time: each of these has a session of its own.
  await Promise.all(
    valid.map(async (request) => {
      const own = await liveSession(probe);
      if (own !== undefined) await sendCase(probe, operation, request, own);
    }),
  );
}

/** JSON under another media type: a server may take it or refuse it, but must not fail. */
async function tryOtherMediaType(
  { run }: Probe,
  operation: Operation,
  { body, ...parts }: RequestParts,
  live: string,
): Promise<void> {
  if (!body || !('json' in body)) return;
  await run.send(
    operation,
    { ...parts, body: { text: JSON.stringify(body.json), contentType: 'text/plain' } },
    { purpose: 'sends JSON as text/plain', case: { kind: 'other' }, ...(live ? { session: live } : {}) },
  );
}

async function allAtOnce(probe: Probe, operation: Operation, requests: CasedRequest[], live: string): Promise<void> {
  await Promise.all(requests.map((request) => sendCase(probe, operation, request, live)));
}

/** Where a server wrongly takes a request that changes the session, the next one is sent to a fresh session. */
async function oneByOne(probe: Probe, operation: Operation, requests: CasedRequest[], first: string): Promise<void> {
  let live: string | undefined = first;
  for (const request of requests) {
    if (live === undefined) return;
    const exchange = await sendCase(probe, operation, request, live);
    const { status = 0 } = exchange.response ?? {};
    if (status < 300) live = (await createSession(probe, 'replacement', undefined)).id;
  }
}

function sendCase(
  { run, resource }: Probe,
  operation: Operation,
  { parts, case: ownCase }: CasedRequest,
  live: string,
): Promise<Exchange> {
  const { constraint } = ownCase.kind === 'other' ? {} : ownCase;
  const what = constraint ? `${constraint.at.join('.')} ${constraint.text}` : 'everything is as documented';
  const moved =
    resource && resource.parameter in parts.path ? { ...parts.path, [resource.parameter]: live } : parts.path;
  return run.send(
    operation,
    { ...parts, path: moved },
    { purpose: `is sent where ${what}`, case: ownCase, ...(live ? { session: live } : {}) },
  );
}

/** A session that lives: a fresh one, or where the run only reads, one that was found. */
export async function liveSession(probe: Probe, role = 'target'): Promise<string | undefined> {
  const { options } = probe.run;
  if (options.readOnly) return sessionOf(probe.seen, 'found');
  if (probe.resource?.create.id !== chat.create) return sessionOf(probe.seen, 'target');
  return (await createSession(probe, role, undefined)).id;
}
