import type { Operation } from '../../src/openapi/contract.ts';
import { encodeText } from '../run/http/serialize-parameter.ts';
import type { Resource } from '../run/resource.ts';
import { fitsPath } from './cases/fits-path.ts';
import { unknownId } from './cases/unknown-id.ts';
import type { Probe } from './probe.ts';
import { settleAll } from './settle-all.ts';
import { isTried, type Targets } from './targets.ts';

/** Undocumented methods that should not create or delete anything. */
const harmless = ['GET', 'PATCH', 'PUT'];

/** For resources of the run, which may be lost. */
const all = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];

/**
 * Sends each path the methods that it does not support. A path with a created resource gets all of them, and one more
 * with an unknown id; other paths get one method. A path is skipped if all its operations are excluded.
 */
export async function tryMethods(probe: Probe, targets: Targets): Promise<void> {
  const { excludedOperations = [], readOnly } = probe.run.options;
  const wanted = probe.run.contract.operations.filter(({ id }) => !excludedOperations.includes(id));
  const paths = new Map(wanted.map((operation) => [operation.path, operation]));
  const owned = probe.resources.filter((resource) => resource.delete);
  const ids = new Map<Resource, Promise<string | undefined>>();
  for (const resource of readOnly ? [] : owned) ids.set(resource, targets.fresh(resource));
  await settleAll([
    ...ids.values(),
    ...[...paths.values()].map((operation) => tryPath(probe, targets, operation, ids)),
  ]);
}

async function tryPath(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  ids: ReadonlyMap<Resource, Promise<string | undefined>>,
): Promise<void> {
  const { contract, options } = probe.run;
  const resource = targets.resourceOf(operation);
  const id = resource && (await ids.get(resource));
  const owned = id !== undefined;
  const isOwnPath = operation.path.endsWith('}');
  const creates = probe.resources.some(({ create, delete: remove }) => remove && create.path === operation.path);
  const known = creates ? all.filter((method) => method !== 'DELETE') : owned ? all : harmless;
  const others = methodsWithout(probe, targets, operation, options.readOnly ? ['GET'] : known);
  if (others.length === 0) return;
  const chosen = owned || creates ? others : others.slice(0, 1);
  await settleAll([
    ...chosen.map((method) => send(probe, targets, operation, method, id)),
    ...(isOwnPath && id !== undefined ? [send(probe, targets, operation, chosen[0]!, id, unknownId(id))] : []),
  ]);

  function methodsWithout(probe: Probe, targets: Targets, { path }: Operation, methods: readonly string[]): string[] {
    const plain = targets.requestOf(asReading(probe, operation));
    if (typeof plain === 'string') return [];
    const address = path.replaceAll(/\{([^}]+)\}/g, (_, name) => encodeText(String(plain.parts.path[name] ?? '')));
    const own = contract.operations.filter((one) => fitsPath(one.path, address)).map(({ method }) => method);
    return methods.filter((method) => !own.includes(method) && isTried(probe, { ...operation, method }));
  }
}

/** An operation without a body on the same path. */
function asReading({ run }: Probe, operation: Operation): Operation {
  const own = run.contract.operations.find(({ path, method }) => path === operation.path && method === 'GET');
  return own ?? { ...operation, method: 'GET' };
}

async function send(
  probe: Probe,
  targets: Targets,
  operation: Operation,
  method: string,
  id: string | undefined,
  named = id,
): Promise<void> {
  const plain = targets.requestOf(asReading(probe, operation), named);
  if (typeof plain === 'string') return;
  await probe.run.send(operation, plain.parts, {
    purpose: `has the unsupported method ${method}`,
    method,
    case: { kind: 'other' },
    ...(id === undefined || named !== id ? {} : { session: id }),
  });
}
