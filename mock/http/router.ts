import type { Operation } from '../../src/openapi/contract.ts';

/** What a path and a method lead to. */
export type Route =
  | { found: 'operation'; operation: Operation; parameters: Record<string, string> }
  | { found: 'path'; allowed: string[] }
  | { found: 'nothing' };

export type Router = (method: string, path: string) => Route;

interface Template {
  pattern: RegExp;
  names: string[];
  operations: Map<string, Operation>;
}

/**
 * Matches percent-encoded paths against the contract's templates. A literal path wins over a template (OAS 3.1, section
 * 4.8.8.2). A malformed percent escape matches nothing.
 */
export function createRouter(operations: readonly Operation[]): Router {
  const paths = [...new Set(operations.map((operation) => operation.path))].sort(
    (left, right) => namesIn(left).length - namesIn(right).length,
  );
  const templates = paths.map((path) =>
    compile(
      path,
      operations.filter((operation) => operation.path === path),
    ),
  );
  return (method, path) => {
    for (const { pattern, names, operations } of templates) {
      const match = pattern.exec(path);
      if (!match) continue;
      const parameters = decode(names, match.slice(1));
      if (!parameters) return { found: 'nothing' };
      const operation = operations.get(method);
      if (operation) return { found: 'operation', operation, parameters };
      return { found: 'path', allowed: [...operations.keys()] };
    }
    return { found: 'nothing' };
  };
}

function compile(path: string, operations: Operation[]): Template {
  const source = path
    .split(/\{[^}]+\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('([^/]+)');
  return {
    pattern: new RegExp(`^${source}$`),
    names: namesIn(path),
    operations: new Map(operations.map((operation) => [operation.method, operation])),
  };
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
}

function decode(names: string[], values: string[]): Record<string, string> | undefined {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
  } catch {
    return undefined;
  }
}
