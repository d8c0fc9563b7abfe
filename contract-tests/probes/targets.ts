import type { Operation } from '../../src/openapi/contract.ts';
import { chat } from '../rules/support/chat-api.ts';
import { missingCredential } from '../run/http/credential.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { createLimit } from '../run/http/limit.ts';
import { concerns, idOf, type Resource } from '../run/resource.ts';
import { type PlainRequest, plainRequest } from './cases/plain-request.ts';
import { createSession, type Probe, sessionOf } from './probe.ts';

/** The resources of the run's requests. The run created them, so it may change and delete them. */
export interface Targets {
  /** A valid request of an operation, about the shared resource or another one. */
  requestOf(operation: Operation, id?: string): PlainRequest | string;
  /** The shared resource of an operation: for requests that are rejected or only read. */
  sharedId(operation: Operation): string | undefined;
  /** The resource of an operation, if the run can create it. */
  resourceOf(operation: Operation): Resource | undefined;
  /** An unused resource: one that an earlier request created, else a new one. */
  fresh(resource: Resource): Promise<string | undefined>;
  /**
   * A queue of requests of one operation with its own resource, which is replaced after a request is accepted.
   *
   * @param index another number, another queue
   */
  lane(operation: Operation, index?: number): Lane;
}

/**
 * Sends one request after the other, for requests that change or use up the resource if a server wrongly accepts them.
 * Resolves with `undefined` if there is no resource, or enough requests were accepted: each may cost something.
 */
export type Lane = (send: (id: string | undefined) => Promise<Exchange | undefined>) => Promise<Exchange | undefined>;

/** Maximum wrongly accepted requests per lane. */
const mostAccepted = 3;

/** Creates one resource of each kind for requests. A read-only run uses existing ones. */
export async function createTargets(probe: Probe): Promise<Targets> {
  const { options } = probe.run;
  const { resources, making } = probe;
  const shared = new Map<Resource, string>();
  await Promise.all(
    resources.map(async (resource) => {
      const known = sessionOf(probe.seen, options.readOnly ? 'found' : 'target');
      const id = known ?? (options.readOnly ? undefined : await createOne(probe, resource, 'target'));
      if (id !== undefined) shared.set(resource, id);
    }),
  );
  const lent = new Set(shared.values());
  const lanes = new Map<string, Lane>();
  const resourceOf = (operation: Operation) => resources.find((one) => concerns(one, operation) && shared.has(one));
  const sharedId = (operation: Operation) => {
    const resource = resourceOf(operation);
    return resource && shared.get(resource);
  };
  const targets: Targets = {
    sharedId,
    resourceOf,
    requestOf(operation, id) {
      const missing = missingCredential(options, operation);
      if (missing !== undefined) return missing;
      const ids = new Map(
        [...shared].flatMap(([one, own]) => (concerns(one, operation) ? [[one.parameter, own] as const] : [])),
      );
      const resource = resourceOf(operation);
      if (resource && id !== undefined) ids.set(resource.parameter, id);
      const plain = plainRequest(making, operation, ids);
      return typeof plain !== 'string' && plain.madeUp ? (whyUnknown(probe, operation) ?? plain) : plain;
    },
    async fresh(resource) {
      if (options.readOnly) return shared.get(resource);
      const spare = findSpare(probe, resource, lent);
      const id = spare ?? (await createOne(probe, resource, 'fresh'));
      if (id !== undefined) lent.add(id);
      return id;
    },
    lane(operation, index = 0) {
      const key = `${index} ${operation.id}`;
      const known = lanes.get(key);
      if (known) return known;
      const resource = resourceOf(operation);
      const inTurn = createLimit(1);
      let id: string | undefined;
      let accepted = 0;
      const lane: Lane = (send) =>
        inTurn(async () => {
          if (accepted >= mostAccepted) return undefined;
          // A resource of an earlier request may be bound to indexes, for which a turn may be rejected.
          if (resource) id ??= options.readOnly ? shared.get(resource) : await createOne(probe, resource, 'lane');
          if (id !== undefined) lent.add(id);
          if (resource && id === undefined) return undefined;
          const exchange = await send(id);
          if ((exchange?.response?.status ?? 400) < 300) {
            accepted += 1;
            id = undefined;
          }
          return exchange;
        });
      lanes.set(key, lane);
      return lane;
    },
  };
  return targets;
}

/** An unused resource that a request of a test of the creation created. */
function findSpare({ run, seen }: Probe, resource: Resource, lent: ReadonlySet<string>): string | undefined {
  const named = new Set(seen.sessions.flatMap(({ id }) => id ?? []));
  const used = new Set(run.exchanges.flatMap(({ session }) => session ?? []));
  for (const one of run.created.values()) {
    if (one.resource !== resource || !one.usable || Object.keys(one.query).length > 0) continue;
    if (!named.has(one.id) && !used.has(one.id) && !lent.has(one.id)) return one.id;
  }
  return undefined;
}

/** Creates one resource and returns its id; `undefined` if the server rejects it. */
async function createOne(probe: Probe, resource: Resource, role: string): Promise<string | undefined> {
  const { create } = resource;
  if (probe.run.options.excludedOperations?.includes(create.id)) return undefined;
  if (create.id === chat.create) return (await createSession(probe, role, undefined)).id;
  const plain = plainRequest(probe.making, create, new Map());
  if (typeof plain === 'string' || missingCredential(probe.run.options, create)) return undefined;
  const { response } = await sendPlain(probe, create, plain);
  return response && response.status < 300 ? idOf(resource, response.json) : undefined;
}

/** Sends a valid request of an operation. */
export function sendPlain(
  { run }: Probe,
  operation: Operation,
  { parts, borrowed }: PlainRequest,
  session?: string,
): Promise<Exchange> {
  return run.send(operation, parts, {
    purpose: 'is valid',
    case: { kind: 'valid', ...(borrowed ? { borrowed } : {}) },
    ...(session === undefined ? {} : { session }),
  });
}

/** Statuses for an unknown resource. */
const unknown = [403, 404, 410];

/** Why an operation cannot be tested: the server does not have the resource of a valid request. */
export function whyUnknown({ run }: Probe, { id, path }: Operation): string | undefined {
  const sent = run.exchanges.findLast(({ operation, case: own }) => operation === id && own.kind === 'valid');
  if (sent?.case.kind !== 'valid' || !sent.case.borrowed || !unknown.includes(sent.response?.status ?? 0))
    return undefined;
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  if (names.length === 0) return undefined;
  const give = names.map((name) => `--param ${name}=VALUE`).join(' ');
  return `The server returned ${sent.response?.status} for ${sent.request.target}. Name something that it has: ${give}.`;
}

/** True if a valid request of an operation was sent before, outside tests of constraints. */
export function wasSentPlain({ run }: Probe, { id }: Operation): boolean {
  return run.exchanges.some(({ operation, case: own }) => operation === id && own.kind === 'valid' && !own.constraint);
}

/** True if a run may send a valid request of an operation. */
export function isTried({ run }: Probe, { id, method }: Operation): boolean {
  const { readOnly, excludedOperations = [] } = run.options;
  return !(readOnly && method !== 'GET') && !excludedOperations.includes(id);
}

/** True if the run can undo the effect of an operation: it reads, creates, or concerns a created resource. */
export function isUndone({ resources }: Probe, targets: Targets, operation: Operation): boolean {
  if (operation.method === 'GET') return true;
  const creates = resources.some((resource) => resource.create === operation && resource.delete);
  return creates || targets.resourceOf(operation)?.delete !== undefined;
}
