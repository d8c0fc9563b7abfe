import { type Operation, requestedPath } from '../../src/openapi/contract.ts';
import {
  byConcreteness,
  canonicalPath,
  countSlashes,
  fitsQuery,
  type PathTemplate,
  readTemplate,
} from './path-template.ts';

/** The result of routing a path and a method. */
export type Route =
  | {
      found: 'operation';
      operation: Operation;
      parameters: Record<string, string>;
      /** The same with delimiters still percent-encoded, so that lists can be split. */
      encoded: Record<string, string>;
    }
  | { found: 'path'; allowed: string[] }
  | { found: 'nothing' };

export type Router = (method: string, path: string, query?: URLSearchParams) => Route;

interface RoutedPath extends PathTemplate {
  operations: Map<string, Operation>;
}

/**
 * Matches percent-encoded paths against the templates of a document; the most concrete one wins, regardless of the
 * order in the document. A malformed percent escape matches nothing. HEAD is served where GET is (RFC 9110, section
 * 9.1).
 */
export function createRouter(operations: readonly Operation[]): Router {
  const byPath = new Map<string, RoutedPath>();
  const plainFirst = operations.filter(({ path }) => !path.includes('#'));
  for (const operation of [...plainFirst, ...operations.filter(({ path }) => path.includes('#'))]) {
    const path = requestedPath(operation.path);
    const routed = byPath.get(path) ?? { ...readTemplate(path), operations: new Map() };
    byPath.set(path, routed);
    if (!routed.operations.has(operation.method)) routed.operations.set(operation.method, operation);
  }
  // A template matches only paths with as many slashes. Without this index, a document of 1,500 paths is searched for
  // 0.2 ms.
  const bySlashes = new Map<number, RoutedPath[]>();
  for (const template of [...byPath.values()].sort(byConcreteness)) {
    const alike = bySlashes.get(template.slashes) ?? [];
    bySlashes.set(template.slashes, alike);
    alike.push(template);
  }
  /** A path may match several templates: the first that has the method serves it, as frameworks do. */
  const find = (
    method: string,
    path: string,
    query: URLSearchParams | undefined,
    form: 'pattern' | 'lenient',
  ): Route => {
    const allowed = new Set<string>();
    let incomplete: Route | undefined;
    for (const template of bySlashes.get(countSlashes(path)) ?? []) {
      const values = template[form].exec(path);
      if (!values || (form === 'lenient' && values.includes('') && !path.includes('//'))) continue;
      const route = routeOf(template, method, values, path, query);
      if (fitsQuery(template, query)) {
        if (route.found === 'operation') return route;
        for (const one of allowedIn(template.operations)) allowed.add(one);
      } else if (template.query.length === 0 && route.found === 'operation') incomplete ??= route;
    }
    // Without its parameters in the query, a request of this path is invalid; there is no other path for it.
    if (incomplete) return incomplete;
    return allowed.size > 0 ? { found: 'path', allowed: [...allowed] } : nothing;
  };
  return (method, path, query) => {
    const canonical = canonicalPath(path);
    if (canonical === undefined) return nothing;
    const exact = find(method, canonical, query, 'pattern');
    if (exact.found === 'operation' || !/%|\/\//.test(canonical)) return exact;
    const similar = find(method, canonical, query, 'lenient');
    return similar.found === 'operation' || exact.found === 'nothing' ? similar : exact;
  };
}

const nothing: Route = { found: 'nothing' };

function routeOf(
  { operations, names, queryNames }: RoutedPath,
  method: string,
  values: RegExpExecArray,
  path: string,
  query: URLSearchParams | undefined,
): Route {
  const operation = operations.get(method) ?? (method === 'HEAD' ? operations.get('GET') : undefined);
  if (!operation) return nothing;
  const encoded: Record<string, string> = {};
  for (const [index, name] of names.entries()) encoded[name] = values[index + 1] ?? '';
  for (const [name, parameter] of queryNames) encoded[parameter] = encodeURIComponent(query?.get(name) ?? '');
  const isEncoded = path.includes('%') || queryNames.length > 0;
  return { found: 'operation', operation, parameters: isEncoded ? decode(encoded) : encoded, encoded };
}

function allowedIn(operations: Map<string, Operation>): string[] {
  const methods = [...operations.keys()];
  return operations.has('HEAD') ? methods : methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method));
}

function decode(encoded: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(encoded).map(([name, value]) => [name, decodeURIComponent(value)]));
}
