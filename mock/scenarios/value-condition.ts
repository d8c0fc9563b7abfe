import { equal } from '../../src/shared/equal.ts';
import { cut, excerpt } from '../../src/shared/excerpt.ts';
import { isObject, parseJson, valueAt } from '../../src/shared/json.ts';

/** A condition on a value of the request. */
export interface ValueCondition {
  /** `query`, `path` or `body`, followed by the path to the value. */
  way: readonly string[];
  /** The parsed JSON, or the text as written. */
  value: unknown;
}

/** The parameters and the body of a request. */
export interface RequestValues {
  path: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
}

/** Reads `query.page_size is 2`, or `query is {}` for the whole query. @returns an error message if it is invalid */
export function readValueCondition(text: string): ValueCondition | string {
  const [, place, value] = /^(query|(?:path|query|body)(?:\.[^\s.]+)+)\s+is\s+(.+)$/.exec(text) ?? [];
  if (place === undefined || value === undefined) {
    return `"when ${cut(text, 60)}" is not a condition. Expected ": when query.NAME is VALUE", or path.NAME or body.FIELD.`;
  }
  return { way: place.split('.'), value: parseJson(value) ?? value };
}

/** True if the request has the value. In a path or query, a number equals its text. */
export function matchesValue({ way, value }: ValueCondition, values: RequestValues | undefined): boolean {
  const found = valueAt(values, way);
  return way[0] === 'body' ? equal(found, value) : equal(asTexts(found), asTexts(value));
}

/** Parameters are sent as text, so 2 equals "2". */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (!isObject(value)) return value === undefined || value === null ? value : String(value);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asTexts(one)]));
}

/** `query.page_size is 2` */
export function describeValueCondition({ way, value }: ValueCondition): string {
  return `${way.join('.')} is ${excerpt(value, 60)}`;
}
