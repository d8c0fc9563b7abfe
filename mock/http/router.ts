import { type Operation, requestedPath } from '../../src/openapi/contract.ts';
import { byConcreteness, canonicalPath, fitsQuery, type PathTemplate, readTemplate } from './path-template.ts';

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
  const paths = [...byPath.values()].sort(byConcreteness);
  /** Documents have templates that differ in the names of their parameters only: the method tells them apart. */
  const forMethod = (template: RoutedPath, method: string): RoutedPath => {
    const { operations: own, pattern, query } = template;
    if (own.has(method) || (method === 'HEAD' && own.has('GET'))) return template;
    const same = paths.filter((one) => one.pattern.source === pattern.source && one.query.length === query.length);
    const other = same.find((one) => one.operations.has(method) || (method === 'HEAD' && one.operations.has('GET')));
    return other ?? { ...template, operations: new Map(same.flatMap((one) => [...one.operations])) };
  };
  const find = (
    method: string,
    path: string,
    query: URLSearchParams | undefined,
    form: 'pattern' | 'lenient',
  ): Route | undefined => {
    for (const template of paths) {
      const values = template[form].exec(path);
      if (
        values &&
        (template.query.length === 0 || (template.operations.has(method) && fitsQuery(template.query, query)))
      )
        return routeOf(forMethod(template, method), method, values, path, query);
    }
    return undefined;
  };
  return (method, path, query) => {
    const canonical = canonicalPath(path);
    if (canonical === undefined) return nothing;
    // An empty segment in a path is a missing parameter, not a different path.
    const missing = canonical.includes('//') ? 'lenient' : undefined;
    return find(method, canonical, query, 'pattern') ?? (missing && find(method, canonical, query, missing)) ?? nothing;
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
  if (!operation) return { found: 'path', allowed: allowedIn(operations) };
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
