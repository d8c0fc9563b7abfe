import type { RedoclyChange } from './run-redocly-diff.ts';

/** The keywords that bound a value from above and from below. */
const upperBounds = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties', 'maxContains'];
const lowerBounds = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties', 'minContains'];

/**
 * True where a change of a schema or header takes away something that a sender was allowed to send: a server that goes on
 * sending it then breaks the contract. Redocly looks at clients only.
 */
export function narrows({ typeName, property, base, revision }: RedoclyChange): boolean {
  if (property === undefined) return false;
  const [before, after] = [base?.value, revision?.value];
  if (property === 'required') return added(before, after).length > 0 || (before !== true && after === true);
  if (typeName !== 'Schema') return false;
  if (property === 'type') return after !== undefined && removed(before ?? ['anything'], after).some(isLost(after));
  if (property === 'enum') return after !== undefined && (before === undefined || removed(before, after).length > 0);
  if (upperBounds.includes(property)) return tighter(before, after, (one, other) => one < other);
  if (lowerBounds.includes(property)) return tighter(before, after, (one, other) => one > other);
  if (['const', 'pattern', 'format', 'multipleOf'].includes(property)) return after !== undefined;
  if (property === 'uniqueItems') return after === true;
  return property === 'additionalProperties' && after === false;
}

/**
 * True if a change takes away something that a client was allowed to send, and Redocly does not rate it: more fields that
 * depend on another, a pattern for the names of fields, or another default for a parameter that is left out.
 */
export function narrowsRequest({ path, typeName, kind, property, base, revision }: RedoclyChange): boolean {
  const [before, after] = [base?.value, revision?.value];
  if (property === 'default') return /\/parameters\//.test(path) && before !== undefined;
  if (typeName === 'DependentRequired') return kind === 'modified' && added(before, after).length > 0;
  if (kind !== 'added') return false;
  return typeName === 'PatternProperties' || (typeName === 'Schema' && /\/patternProperties\/[^/]+$/.test(path));
}

/** Whole numbers are numbers: `integer` become `number` loses nothing. */
function isLost(after: unknown): (type: unknown) => boolean {
  return (type) => !(type === 'integer' && list(after).includes('number'));
}

function tighter(before: unknown, after: unknown, compare: (after: number, before: number) => boolean): boolean {
  if (typeof after !== 'number') return false;
  return typeof before !== 'number' || compare(after, before);
}

function added(before: unknown, after: unknown): unknown[] {
  return typeof after === 'boolean' ? [] : list(after).filter((one) => !list(before).includes(one));
}

function removed(before: unknown, after: unknown): unknown[] {
  return list(before).filter((one) => !list(after).includes(one));
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
