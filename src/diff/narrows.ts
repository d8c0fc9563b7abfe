import type { RedoclyChange } from './run-redocly-diff.ts';

/** Keywords with an upper and a lower bound. */
const upperBounds = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties', 'maxContains'];
const lowerBounds = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties', 'minContains'];

/** Formats that are narrower than another format. */
export const widerFormats: Readonly<Record<string, string>> = { int32: 'int64', float: 'double' };

/**
 * True if a change of a schema or header forbids something that a server was allowed to send: a server of the base then
 * violates the contract. Redocly rates changes for clients only.
 */
export function narrows({ path, kind, typeName, property, base, revision }: RedoclyChange): boolean {
  if (property === undefined) return typeName === 'Schema' && losesVariant(path, kind);
  const [before, after] = [base?.value, revision?.value];
  if (property === 'required') return added(before, after).length > 0 || (before !== true && after === true);
  if (typeName !== 'Schema') return false;
  if (property === 'type') return after !== undefined && removed(before ?? ['anything'], after).some(isLost(after));
  if (property === 'enum') return after !== undefined && (before === undefined || removed(before, after).length > 0);
  if (upperBounds.includes(property)) return tighter(before, after, (one, other) => one < other);
  if (lowerBounds.includes(property)) return tighter(before, after, (one, other) => one > other);
  // A format is an annotation: a new one forbids nothing.
  if (property === 'format')
    return before !== undefined && after !== undefined && widerFormats[String(before)] !== after;
  if (property === 'multipleOf') return typeof after === 'number' && !isMultiple(before, after);
  if (['const', 'pattern'].includes(property)) return after !== undefined;
  if (property === 'uniqueItems') return after === true;
  return property === 'additionalProperties' && after === false;
}

/**
 * True if a change forbids something that a client was allowed to send, and Redocly does not rate it: more dependent
 * fields, a pattern for field names, another default of an omitted parameter, another media type of a parameter or
 * part, or a removed variant.
 */
export function narrowsRequest({ path, typeName, kind, property, base, revision }: RedoclyChange): boolean {
  const [before, after] = [base?.value, revision?.value];
  if (property === 'default') return /\/parameters\//.test(path) && before !== undefined;
  if (property === 'contentType') return typeof before === 'string' && !mediaTypes(after).includes(before);
  if (property === 'minContains') return tighter(before ?? 1, after, (one, other) => one > other);
  if (property === 'maxContains') return tighter(before, after, (one, other) => one < other);
  if (typeName === 'DependentRequired') return kind === 'modified' && added(before, after).length > 0;
  if (kind === 'removed') return isVariantName(path);
  if (kind !== 'added') return false;
  if (/\/parameters\/\d+\/content$/.test(path)) return true;
  return typeName === 'PatternProperties' || (typeName === 'Schema' && /\/patternProperties\/[^/]+$/.test(path));
}

/**
 * True if a change lets a server send something that a client of the base does not expect, and Redocly does not rate
 * it.
 */
export function widensResponse({ path, kind, typeName, property, base, revision }: RedoclyChange): boolean {
  const [before, after] = [base?.value, revision?.value];
  if (property === 'writeOnly') return after === true;
  if (property !== undefined) return typeName === 'Header' && property === 'required' && before === true && !after;
  return kind === 'added' && isVariantName(path);
}

/** A value of a discriminator, which selects a variant. */
function isVariantName(path: string): boolean {
  return /\/discriminator\/mapping\/[^/]+$/.test(path);
}

function mediaTypes(list: unknown): string[] {
  return String(list)
    .split(',')
    .map((one) => one.trim());
}

/** A variant of a union was removed, or there is one more schema that a value must match or must not match. */
function losesVariant(path: string, kind: RedoclyChange['kind']): boolean {
  if (kind === 'removed') return /\/(?:oneOf|anyOf)\/\d+$/.test(path) || isVariantName(path);
  return kind === 'added' && /\/(?:allOf\/\d+|not)$/.test(path);
}

/** True if every multiple of the first is a multiple of the second. */
function isMultiple(before: unknown, after: number): boolean {
  return typeof before === 'number' && Number.isInteger(before / after);
}

/** Integers are numbers: a change from `integer` to `number` forbids nothing. */
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
