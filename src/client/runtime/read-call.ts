import type { OperationDescriptor } from '../../openapi/operation-descriptor.ts';

/** The arguments of a method, by where they are sent. */
export interface Call {
  path: Record<string, unknown>;
  query?: Record<string, unknown> | null | undefined;
  header?: Record<string, unknown> | undefined;
  cookie?: Record<string, unknown> | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/**
 * Sorts the arguments of a method, and empties their list: one per path parameter, then the body if the operation has
 * one, then the query if it lists pages, then the options.
 *
 * @throws {TypeError} if a path parameter is empty, `.` or `..`: the URL would be that of another operation
 */
export function readCall(name: string, operation: OperationDescriptor, values: unknown[]): Call {
  const path: Record<string, unknown> = {};
  for (const [, parameter = ''] of operation.path.matchAll(/\{([^{}]+)\}/g)) {
    path[parameter] ??= values.shift();
    const value = path[parameter];
    if (/^\.{0,2}$/.test(`${value ?? ''}`)) {
      throw new TypeError(`${name}: ${parameter} must not be ${JSON.stringify(value)}.`);
    }
  }
  const body = operation.body && values.shift();
  const query = operation.paging && (values.shift() as Call['query']);
  const options = values.shift() as Partial<Call> | undefined;
  // Read by name: an AbortController may be passed, whose `signal` is not an own property.
  return { query, ...options, path, body, signal: options?.signal };
}
