import type { Operation } from '../../src/openapi/contract.ts';
import { isChatApi } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { isSendable } from './cases/is-sendable.ts';
import { boundaryRequests, invalidRequests, jsonSchemaOf, withUnknownFields } from './cases/operation-cases.ts';
import { type PlainRequest, readingsOf } from './cases/plain-request.ts';
import type { CasedRequest, RequestParts } from './cases/request-case.ts';
import type { Probe } from './probe.ts';
import { settleAll } from './settle-all.ts';
import { isTried, type Lane, sendPlain, type Targets, wasSentPlain } from './targets.ts';

/** Maximum invalid requests of one operation, and maximum requests at a bound. */
const mostCases = 120;

/** Number of queues for the invalid requests of a streaming operation: a server may open a turn for each. */
const lanes = 5;

/** Sends each request that violates one constraint, and each that just satisfies one, for each of these operations. */
export async function tryConstraints(probe: Probe, targets: Targets, operations: readonly Operation[]): Promise<void> {
  const tried = operations.filter((operation) => isTried(probe, operation));
  const creations = tried.filter((operation) => probe.resources.some(({ create }) => create === operation));
  const created = settleAll(creations.map((operation) => tryOperation(probe, targets, operation)));
  const others = tried.filter((operation) => !creations.includes(operation));
  // Created resources are reused for valid changes.
  const ready = created.catch(() => {});
  await settleAll([created, ...others.map((operation) => tryOperation(probe, targets, operation, ready))]);
}

async function tryOperation(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  ready?: Promise<void>,
): Promise<void> {
  const { contract } = probe.run;
  const plain = targets.requestOf(operation);
  if (typeof plain === 'string') return;
  const destroys = operation.method === 'DELETE';
  if (destroys && !targets.resourceOf(operation)?.delete) return;
  const { parts } = plain;
  const invalid = invalidRequests(contract, operation, parts)
    .filter((request) => isSendable(request.parts) && isInvalid(probe, operation, request))
    .slice(0, mostCases);
  const refused = tryInvalid(probe, targets, operation, invalid, plain);
  if (destroys || operation.stream) return settleAll([refused]);
  const unknown =
    isChatApi(contract) && jsonSchemaOf(operation)
      ? [withUnknownFields(parts, { shared_access: 'read_only', unknown_field: { nested: [1] } })]
      : [];
  const valid = boundaryRequests(contract, operation, parts)
    .filter((request) => isSendable(request.parts) && !isInvalid(probe, operation, request))
    .slice(0, mostCases);
  await settleAll([
    refused,
    tryOtherMediaType(probe, targets, operation, parts),
    tryValid(probe, targets, operation, plain, [...valid, ...unknown], ready),
  ]);
}

async function tryInvalid(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  requests: readonly CasedRequest[],
  plain: PlainRequest,
): Promise<void> {
  const costs = operation.method === 'DELETE' || operation.stream;
  if (!costs) {
    const id = targets.sharedId(operation);
    return settleAll(requests.map((request) => sendCase(probe, targets, operation, request, id, plain)));
  }
  const waiting = alternate(requests);
  /** Sends queued requests until none is left or the lane is closed; other lanes then send the rest. */
  const work = async (lane: Lane) => {
    let isOpen = true;
    while (isOpen && waiting.length > 0) {
      isOpen = false;
      await lane((id) => {
        const request = waiting.shift();
        isOpen = request !== undefined;
        return request ? sendCase(probe, targets, operation, request, id, plain) : Promise.resolve(undefined);
      });
    }
  };
  await settleAll(
    Array.from({ length: operation.stream ? lanes : 1 }, (_, index) => work(targets.lane(operation, index))),
  );
}

/** Sorts requests so that different keywords are first: each accepted one can cost a turn, and turns are limited. */
function alternate(requests: readonly CasedRequest[]): CasedRequest[] {
  const seen = new Map<string, number>();
  const ranked = requests.map((request) => {
    const keyword = keywordOf(request);
    const rank = seen.get(keyword) ?? 0;
    seen.set(keyword, rank + 1);
    return { request, rank };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ request }) => request);
}

function keywordOf({ case: own }: CasedRequest): string {
  return own.kind === 'other' ? '' : (own.constraint?.keyword ?? '');
}

/** Each valid change uses a new resource, because a second change can be rejected. */
async function tryValid(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  plain: PlainRequest,
  requests: readonly CasedRequest[],
  ready: Promise<void> | undefined,
): Promise<void> {
  const resource = targets.resourceOf(operation);
  const shared = targets.sharedId(operation);
  const changes = resource !== undefined && operation.method !== 'GET';
  const idFor = async () => (changes ? ((await targets.fresh(resource)) ?? shared) : shared);
  if (changes) await ready;
  const first = isChatApi(probe.run.contract) && !wasSentPlain(probe, operation);
  await settleAll([
    ...(first ? [idFor().then((id) => sendPlainTo(probe, targets, operation, plain, id))] : []),
    ...requests.map(async (request) => sendCase(probe, targets, operation, request, await idFor(), plain)),
  ]);
}

async function sendPlainTo(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  plain: PlainRequest,
  id: string | undefined,
): Promise<Exchange> {
  const own = targets.requestOf(operation, id);
  return sendPlain(probe, operation, typeof own === 'string' ? plain : own, id);
}

/** JSON with another media type: a server can accept or reject it, but must not fail. */
async function tryOtherMediaType(
  { run }: Probe,
  targets: Targets,
  operation: Operation,
  { body, ...parts }: RequestParts,
): Promise<void> {
  if (!body || !('json' in body) || !isChatApi(run.contract)) return;
  const session = targets.sharedId(operation);
  await run.send(
    operation,
    { ...parts, body: { text: JSON.stringify(body.json), contentType: 'text/plain' } },
    {
      purpose: 'has JSON with the type text/plain',
      case: { kind: 'other' },
      ...(session === undefined ? {} : { session }),
    },
  );
}

function sendCase(
  { run }: Probe,
  targets: Targets,
  operation: Operation,
  { parts, case: own }: CasedRequest,
  id: string | undefined,
  plain: PlainRequest,
): Promise<Exchange | undefined> {
  const { constraint } = own.kind === 'other' ? {} : own;
  const resource = targets.resourceOf(operation);
  const path = resource && id !== undefined ? { ...parts.path, [resource.parameter]: id } : parts.path;
  // The body of a request that should be rejected may contain any id.
  const borrowed = own.kind === 'invalid' ? plain.borrowedAddress : plain.borrowed;
  return run.sendWithinBudget(
    operation,
    { ...parts, path },
    {
      purpose: `is sent with ${constraint?.at.join('.')}, which ${constraint?.text}`,
      urgent: operation.stream !== undefined,
      case: own.kind !== 'other' && borrowed ? { ...own, borrowed } : own,
      ...(id === undefined ? {} : { session: id }),
    },
  );
}

/** True if a request really violates its operation's schemas: a union or a default can make it valid. */
function isInvalid({ making }: Probe, operation: Operation, { parts, case: own }: CasedRequest): boolean {
  const { validate } = making;
  if (own.kind === 'other' || !own.constraint) return false;
  const [place, name] = own.constraint.at;
  if (['json', 'body'].includes(own.constraint.keyword)) return true;
  if (place === 'body') {
    const schema = jsonSchemaOf(operation);
    return schema !== undefined && !!parts.body && 'json' in parts.body && validate(schema, parts.body.json).length > 0;
  }
  const parameter = operation.parameters.find((one) => one.in === place && one.name === name);
  const value = (place === 'header' ? parts.headers : parts.query)?.[String(name)];
  if (value === undefined) return parameter?.required === true;
  const readings = typeof value === 'object' ? [value] : readingsOf(String(value));
  return !!parameter?.schema && readings.every((reading) => validate(parameter.schema!, reading).length > 0);
}
