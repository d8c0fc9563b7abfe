import * as fc from 'fast-check';
import type { Operation } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { RunStopped } from '../run/run.ts';
import { arbitraryValue } from './cases/arbitrary-value.ts';
import { invalidRequests, jsonSchemaOf } from './cases/operation-cases.ts';
import type { CasedRequest } from './cases/request-case.ts';
import type { Probe } from './probe.ts';
import { settleAll } from './settle-all.ts';
import { isTried, type Targets } from './targets.ts';

/** The path and query parameters that can be generated: others are ids that may not exist. */
const freeParameters = ['page_size'];

/**
 * Generates valid and invalid requests from the contract, and lets fast-check shrink failing ones. Operations that
 * stream cost tokens, and those that delete need a resource: they have only fixed requests.
 */
export async function tryGenerated(probe: Probe, targets: Targets): Promise<void> {
  const { run } = probe;
  if (run.options.examples === 0) return;
  const tried = run.contract.operations.filter((operation) => {
    if (operation.stream || operation.method === 'DELETE' || !isTried(probe, operation)) return false;
    const plain = targets.requestOf(operation);
    // Whatever the body, a server may return 404 for a resource that it does not have.
    return typeof plain !== 'string' && !plain.borrowedAddress;
  });
  await settleAll(
    tried.flatMap((operation) => [
      tryKind(probe, targets, operation, 'valid'),
      tryKind(probe, targets, operation, 'invalid'),
    ]),
  );
}

async function tryKind(probe: Probe, targets: Targets, operation: Operation, kind: 'valid' | 'invalid'): Promise<void> {
  const { run, seen } = probe;
  const { seed, examples } = run.options;
  const requests =
    kind === 'valid' ? validRequests(probe, targets, operation) : brokenRequests(probe, targets, operation);
  if (!requests) return;
  let stopped: unknown;
  let last: Exchange | undefined;
  let failing: Exchange | undefined;
  const freshOf = createSupply(targets, examples);
  const property = fc.asyncProperty(requests, async (request) => {
    if (stopped) return;
    try {
      last = await send(probe, targets, operation, request, kind === 'valid' ? freshOf : undefined);
    } catch (error) {
      stopped = error;
      return;
    }
    const status = last?.response?.status ?? 0;
    if (last === undefined || status === 0 || status >= 500) return;
    if (kind === 'valid' ? status < 300 : status === 422) return;
    failing = last;
    throw new Error(`answered ${status}`);
  });
  await fc.check(property, { seed, numRuns: examples, endOnFailure: false });
  if (stopped) throw stopped instanceof RunStopped ? stopped : new RunStopped(String(stopped));
  const shown = failing ?? last;
  if (shown) seen.generated.push({ kind, exchange: shown });
}

/** Unused resources, each created while the one before it is used. */
function createSupply(targets: Targets, count: number): FreshResource {
  let left = count;
  let next: Promise<string | undefined> | undefined;
  return (resource) => {
    const ready = next ?? targets.fresh(resource);
    left -= 1;
    next = left > 0 ? targets.fresh(resource) : undefined;
    // If the run stops, the request that needs it reports so.
    next?.catch(() => {});
    return ready;
  };
}

type FreshResource = Targets['fresh'];

/** @param freshOf each valid change uses a new resource, because a second change can be rejected */
async function send(
  { run }: Probe,
  targets: Targets,
  operation: Operation,
  { parts }: CasedRequest,
  freshOf: FreshResource | undefined,
): Promise<Exchange | undefined> {
  const usable = freshOf !== undefined;
  const intent = { purpose: 'is generated from the schemas', case: { kind: 'other' as const }, usable };
  const resource = targets.resourceOf(operation);
  if (!resource) return run.send(operation, parts, intent);
  const changes = usable && operation.method !== 'GET';
  const id = changes ? await freshOf(resource) : targets.sharedId(operation);
  if (id === undefined) return undefined;
  const path = { ...parts.path, [resource.parameter]: id };
  return run.send(operation, { ...parts, path }, { ...intent, session: id });
}

function validRequests(probe: Probe, targets: Targets, operation: Operation): fc.Arbitrary<CasedRequest> | undefined {
  const { run } = probe;
  const plain = targets.requestOf(operation);
  if (typeof plain === 'string') return undefined;
  const { parts: base } = plain;
  const body = bodies(probe, operation);
  const parameters = operation.parameters.filter(({ name, schema }) => schema && freeParameters.includes(name));
  if (!body && parameters.length === 0) return undefined;
  const query = fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema }) => [name, arbitraryValue(run.contract.document, schema ?? '')]),
    ),
    { requiredKeys: [] },
  );
  return fc.tuple(query, body ?? fc.constant(undefined)).map(([chosen, json]) => ({
    parts: {
      ...base,
      query: { ...base.query, ...textsOf(chosen) },
      ...(json === undefined ? {} : { body: { json } }),
    },
    case: { kind: 'valid' },
  }));
}

function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function bodies({ run }: Probe, operation: Operation): fc.Arbitrary<unknown> | undefined {
  const schema = jsonSchemaOf(operation);
  return schema ? arbitraryValue(run.contract.document, schema, { index_ids: run.options.indexIds }) : undefined;
}

/**
 * A request that violates one constraint, with generated values around it; an invalid list item is at a random
 * position. Operations without a body have fixed invalid requests only.
 */
function brokenRequests(probe: Probe, targets: Targets, operation: Operation): fc.Arbitrary<CasedRequest> | undefined {
  const { contract } = probe.run;
  const plain = targets.requestOf(operation);
  const body = bodies(probe, operation);
  if (typeof plain === 'string' || !body) return undefined;
  return fc.tuple(body, fc.nat(), fc.nat()).map(([json, which, turns]) => {
    const requests = invalidRequests(contract, operation, { ...plain.parts, body: { json } });
    return rotateList(requests[which % requests.length]!, turns);
  });
}

/** Moves the invalid first item of a list to a later position. */
function rotateList(request: CasedRequest, turns: number): CasedRequest {
  const { parts, case: own } = request;
  const field = own.kind === 'invalid' && own.constraint.at.at(-1) === 0 ? String(own.constraint.at[1]) : undefined;
  const json = parts.body && 'json' in parts.body ? parts.body.json : undefined;
  const list = field !== undefined && isObject(json) ? json[field] : undefined;
  if (field === undefined || !isObject(json) || !Array.isArray(list)) return request;
  const place = turns % list.length;
  const rotated = [...list.slice(place), ...list.slice(0, place)];
  return { ...request, parts: { ...parts, body: { json: { ...json, [field]: rotated } } } };
}
