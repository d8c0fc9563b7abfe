import type { Operation } from '../../src/openapi/contract.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { concerns, idOf, type Resource } from '../run/resource.ts';
import { boundaryRequests, invalidRequests, jsonSchemaOf } from './cases/operation-cases.ts';
import { type PlainRequest, plainRequest, type RequestMaking, readingsOf } from './cases/plain-request.ts';
import type { CasedRequest } from './cases/request-case.ts';
import { intentOf, tryCredentialsOf } from './credentials.ts';
import type { Probe } from './probe.ts';
import type { ProbeName } from './probe-name.ts';
import { fitsPath, tryUnknownPath } from './unknown-path.ts';

/** Messages that are read of a stream of which nobody says how it ends. */
const readMessages = 50;

/** Requests that break a constraint, and that stand on one, at most for each operation. */
const mostCases = 120;

/** What the run created of each kind, and may use and delete. */
type Lives = ReadonlyMap<Resource, string>;

interface Trying extends RequestMaking {
  probe: Probe;
  resources: readonly Resource[];
  has(probe: ProbeName): boolean;
}

/**
 * Tries every operation of a contract of which only the document is known. What an operation creates lends its id to
 * those that are about one such thing; all others take what the document gives as an example. DELETE is sent to nothing
 * but what the run created.
 */
export async function tryOperations(
  probe: Probe,
  making: RequestMaking,
  resources: readonly Resource[],
  has: (probe: ProbeName) => boolean,
): Promise<void> {
  const trying: Trying = { ...making, probe, resources, has };
  const { readOnly } = probe.run.options;
  const lives: Lives = new Map(
    readOnly
      ? []
      : (await Promise.all(resources.map(async (one) => [one, await create(trying, one)] as const))).flatMap(
          ([one, id]) => (id === undefined ? [] : [[one, id] as const]),
        ),
  );
  const { operations } = making.contract;
  const tried = operations.filter(({ id }) => !probe.run.options.excludedOperations?.includes(id));
  await settle(tried.map((operation) => tryOperation(trying, operation, lives)));
  if (has('methods')) await settle(pathsOf(tried).map((operation) => tryOtherMethod(trying, operation, lives)));
  if (has('unknown')) await tryUnknownPath(probe);
}

async function tryOperation(trying: Trying, operation: Operation, lives: Lives): Promise<void> {
  const { probe, has } = trying;
  const { readOnly } = probe.run.options;
  const skip = (reason: string) => void probe.seen.untried.push({ operation: operation.id, reason });
  if (readOnly && operation.method !== 'GET') return skip('It may change something, and the run only reads.');
  const plain = plainRequest(trying, operation, idsOf(operation, lives));
  if (typeof plain === 'string') return skip(plain);
  if (operation.method === 'DELETE' && (plain.borrowedAddress || !operation.path.includes('{')))
    return skip('It deletes, and the run deletes only what it created.');
  if (operation.stream) await follow(trying, operation, plain, skip);
  else if (operation.method === 'DELETE') await tryDeletion(trying, operation, lives, skip);
  else if (!trying.resources.some((resource) => resource.create === operation && lives.has(resource))) {
    await sendPlain(trying, operation, plain);
  }
  if (operation.method === 'DELETE') return;
  if (has('constraints')) await tryConstraints(trying, operation, plain);
  if (has('credentials') && operation.secured) await tryCredentialsOf(probe, operation, plain.parts);
}

/** Creates one resource and tells its id. Where it cannot, what was answered stands among the exchanges. */
async function create(trying: Trying, { create: operation, ...resource }: Resource): Promise<string | undefined> {
  const { probe } = trying;
  if (probe.run.options.excludedOperations?.includes(operation.id)) return undefined;
  const plain = plainRequest(trying, operation, new Map());
  if (typeof plain === 'string') return undefined;
  const { response } = await sendPlain(trying, operation, plain);
  return response && response.status < 300 ? idOf({ ...resource, create: operation }, response.json) : undefined;
}

function sendPlain({ probe }: Trying, operation: Operation, plain: PlainRequest, session?: string): Promise<Exchange> {
  const { parts } = plain;
  const borrowed = plain.borrowedAddress || parts.body !== undefined;
  return probe.run.send(operation, parts, {
    purpose: 'keeps the contract',
    case: { kind: 'valid', ...(borrowed ? { borrowed } : {}) },
    ...(session === undefined ? {} : { session }),
  });
}

async function follow(
  { probe }: Trying,
  operation: Operation,
  { parts, borrowedAddress }: PlainRequest,
  skip: (reason: string) => void,
): Promise<void> {
  const borrowed = borrowedAddress || parts.body !== undefined;
  const endless = operation.stream?.protocol === undefined;
  const turn = await probe.run.stream({
    operation,
    session: `stream of ${operation.id}`,
    parts,
    intent: { purpose: 'follows a stream', case: { kind: 'valid', ...(borrowed ? { borrowed } : {}) } },
    onMessage: ({ number }, goAway) => {
      if (endless && number >= readMessages) goAway();
    },
  });
  if (turn === undefined) skip('--max-turns streams are spent.');
}

/** Deletes one thing that was made for it; what others are about goes on. */
async function tryDeletion(
  trying: Trying,
  operation: Operation,
  lives: Lives,
  skip: (reason: string) => void,
): Promise<void> {
  const { probe, has, resources } = trying;
  const resource = resources.find((one) => one.delete === operation);
  const others = idsOf(operation, lives);
  const send = async (credential: 'valid' | 'missing' | 'wrong') => {
    const id = resource ? await create(trying, resource) : undefined;
    const ids = resource && id !== undefined ? new Map([...others, [resource.parameter, id]]) : others;
    const plain = plainRequest(trying, operation, ids);
    if (typeof plain === 'string' || plain.borrowedAddress) return skip('Nothing could be created for it to delete.');
    const session = id === undefined ? {} : { session: id };
    if (credential === 'valid') await sendPlain(trying, operation, plain, id);
    else await probe.run.send(operation, plain.parts, { ...intentOf(credential), ...session });
  };
  await send('valid');
  if (!has('credentials') || !operation.secured) return;
  await send('missing');
  await send('wrong');
}

async function tryConstraints(trying: Trying, operation: Operation, plain: PlainRequest): Promise<void> {
  const { probe, contract } = trying;
  const { parts } = plain;
  const invalid = invalidRequests(contract, operation, parts).filter((request) => isBroken(trying, operation, request));
  const kept = operation.stream
    ? []
    : boundaryRequests(contract, operation, parts).filter((request) => !isBroken(trying, operation, request));
  await settle(
    [...invalid.slice(0, mostCases), ...kept.slice(0, mostCases)].map(async ({ parts: own, case: how }) => {
      const { constraint } = how.kind === 'other' ? {} : how;
      const borrowed = how.kind === 'valid' && (plain.borrowedAddress || own.body !== undefined);
      await probe.run.send(operation, own, {
        purpose: `is sent where ${constraint?.at.join('.')} ${constraint?.text}`,
        case: borrowed ? { ...how, borrowed } : how,
      });
    }),
  );
}

/** True where a request really breaks its operation's schemas: what a union or a default allows is no breach. */
function isBroken({ validate }: Trying, operation: Operation, { parts, case: how }: CasedRequest): boolean {
  if (how.kind === 'other' || !how.constraint) return false;
  const [place, name] = how.constraint.at;
  if (['json', 'body'].includes(how.constraint.keyword)) return true;
  if (place === 'body') {
    const schema = jsonSchemaOf(operation);
    return schema !== undefined && !!parts.body && 'json' in parts.body && validate(schema, parts.body.json).length > 0;
  }
  const parameter = operation.parameters.find((one) => one.in === place && one.name === name);
  const text = parts.query[String(name)];
  if (text === undefined) return parameter?.required === true;
  return !!parameter?.schema && readingsOf(text).every((reading) => validate(parameter.schema!, reading).length > 0);
}

/** The methods that are tried where a path does not have them: nobody expects them to create or delete. */
const harmlessMethods = ['GET', 'PATCH', 'PUT'];

async function tryOtherMethod(trying: Trying, operation: Operation, lives: Lives): Promise<void> {
  const { probe, contract } = trying;
  const plain = plainRequest(trying, { ...operation, method: 'GET' }, idsOf(operation, lives));
  if (typeof plain === 'string') return;
  const address = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name) => plain.parts.path[name] ?? '');
  const own = contract.operations.filter(({ path }) => fitsPath(path, address)).map(({ method }) => method);
  const known = probe.run.options.readOnly ? ['GET'] : harmlessMethods;
  const method = known.find((one) => !own.includes(one));
  if (method === undefined) return;
  await probe.run.send(operation, plain.parts, {
    purpose: `uses ${method}, which the path does not have`,
    method,
    case: { kind: 'other' },
  });
}

/** One operation of each path. */
function pathsOf(operations: readonly Operation[]): Operation[] {
  return [...new Map(operations.map((operation) => [operation.path, operation])).values()];
}

function idsOf(operation: Operation, lives: Lives): Map<string, string> {
  return new Map(
    [...lives].filter(([one]) => concerns(one, operation)).map(([{ parameter }, id]) => [parameter, id] as const),
  );
}

/** Waits for all, so that nothing is sent behind the clean-up's back; then throws what the first one threw. */
async function settle(tasks: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
