import * as fc from 'fast-check';
import type { Operation } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { RunStopped } from '../run/run.ts';
import { arbitraryValue } from './cases/arbitrary-value.ts';
import { invalidRequests, jsonSchemaOf } from './cases/operation-cases.ts';
import type { CasedRequest } from './cases/request-case.ts';
import { isAbout, type Probe } from './probe.ts';
import { baseRequest, isTried, liveSession } from './requests.ts';

/** The address parameters whose values a generated request may choose: the others name what may not exist. */
const freeParameters = ['page_size'];

/**
 * Draws requests from the contract, valid and invalid, and lets fast-check make a failing one small. Operations that
 * stream cost tokens, and those that delete need something to delete: they have their fixed requests only.
 */
export async function tryGenerated(probe: Probe): Promise<void> {
  const { run } = probe;
  if (run.options.examples === 0) return;
  const tried = run.contract.operations.filter(
    (operation) => !operation.stream && operation.method !== 'DELETE' && isTried(probe, operation),
  );
  await Promise.all(
    tried.flatMap((operation) => [tryKind(probe, operation, 'valid'), tryKind(probe, operation, 'invalid')]),
  );
}

async function tryKind(probe: Probe, operation: Operation, kind: 'valid' | 'invalid'): Promise<void> {
  const { run, seen } = probe;
  const { seed, examples } = run.options;
  const requests = kind === 'valid' ? validRequests(probe, operation) : brokenRequests(probe, operation);
  if (!requests) return;
  let stopped: unknown;
  let last: Exchange | undefined;
  let failing: Exchange | undefined;
  const property = fc.asyncProperty(requests, async (request) => {
    if (stopped) return;
    try {
      last = await send(probe, operation, request);
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

/** Each valid request has a session of its own: what was changed once may be refused a second time. */
async function send(probe: Probe, operation: Operation, request: CasedRequest): Promise<Exchange | undefined> {
  const { run, resource } = probe;
  const { parts } = request;
  const intent = { purpose: 'is drawn from the contract', case: { kind: 'other' as const } };
  if (!isAbout(operation, resource) || !resource) return run.send(operation, parts, intent);
  const id = await liveSession(probe, 'generated');
  if (id === undefined) return undefined;
  return run.send(
    operation,
    { ...parts, path: { ...parts.path, [resource.parameter]: id } },
    { ...intent, session: id },
  );
}

function validRequests(probe: Probe, operation: Operation): fc.Arbitrary<CasedRequest> | undefined {
  const { run } = probe;
  const base = baseRequest(probe, operation, 'session');
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

/** A request that breaks one constraint, around values that are drawn; what is wrong in a list is at any place of it. */
function brokenRequests(probe: Probe, operation: Operation): fc.Arbitrary<CasedRequest> | undefined {
  const { contract } = probe.run;
  const base = baseRequest(probe, operation, 'session');
  if (invalidRequests(contract, operation, base).length === 0) return undefined;
  const body = bodies(probe, operation) ?? fc.constant(undefined);
  return fc.tuple(body, fc.nat(), fc.nat()).map(([json, which, turns]) => {
    const around = json === undefined ? base : { ...base, body: { json } };
    const requests = invalidRequests(contract, operation, around);
    return rotateList(requests[which % requests.length]!, turns);
  });
}

/** Moves the broken item of a list, which stands first, on by some places. */
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
