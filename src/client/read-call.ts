import type { OperationDescriptor } from '../openapi/operation-descriptor.ts';

/** What a method was called with, put where it belongs. */
export interface Call {
  /** The path, its parameters filled in. */
  path: string;
  query: Record<string, unknown> | undefined;
  header: Record<string, string> | undefined;
  body: unknown;
  signal: AbortSignal | undefined;
}

/**
 * Sorts the arguments of a method: the parameters of the path one by one, then the body where the operation has one,
 * then the query where it lists something page by page, then the options.
 *
 * @throws {TypeError} where a parameter of the path is empty, `.` or `..`: the address would be another operation's
 */
export function readCall(name: string, operation: OperationDescriptor, values: readonly unknown[]): Call {
  const rest = [...values];
  const path = operation.path.replace(/\{([^{}]+)\}/g, (_, parameter: string) => {
    const value = rest.shift();
    const text = String(value ?? '');
    if (/^\.{0,2}$/.test(text)) throw new TypeError(`${name}: ${parameter} must not be ${JSON.stringify(value)}.`);
    return encodeURIComponent(text);
  });
  const body = operation.body && rest.shift();
  const query = operation.paging && rest.shift();
  const options = (rest.shift() ?? {}) as Partial<Call>;
  return {
    path,
    body,
    query: (query as Call['query']) ?? options.query,
    header: options.header,
    signal: options.signal,
  };
}
