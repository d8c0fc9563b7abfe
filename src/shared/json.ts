/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** True if `value` is an object and neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON; `undefined` if `text` is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * The value at the end of a path through objects and arrays; `undefined` if there is none. Only own properties count, and
 * a negative index counts from the end.
 */
export function valueAt(value: unknown, way: readonly string[]): unknown {
  let found = value;
  for (const step of way) {
    if (Array.isArray(found)) found = found.at(Number(step));
    else found = isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}
