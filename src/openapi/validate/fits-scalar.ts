import { type FormatName, fullFormats } from 'ajv-formats/dist/formats.js';
import { equal } from '../../shared/equal.ts';
import { isObject } from '../../shared/json.ts';
import { createPattern } from './create-pattern.ts';
import { isMultipleOf } from './is-multiple-of.ts';

/**
 * True if a value has a type and one of the values of a schema, and satisfies its bounds, its pattern and its format.
 */
export function fitsValue(schema: Record<string, unknown>, value: unknown): boolean {
  if (!isOfTypes(schema, value) || !isOneOf(schema, value)) return false;
  if (typeof value === 'number') return isWithin(schema, value) && hasFormat(schema.format, value);
  if (typeof value !== 'string') return true;
  const { minLength, maxLength, pattern, format } = schema;
  if (minLength !== undefined || maxLength !== undefined) {
    const { length } = [...value];
    if (isLess(length, minLength) || isMore(length, maxLength)) return false;
  }
  return !(typeof pattern === 'string' && !patternOf(pattern).test(value)) && hasFormat(format, value);
}

function isOneOf(schema: Record<string, unknown>, value: unknown): boolean {
  if ('const' in schema && !equal(schema.const, value)) return false;
  return !Array.isArray(schema.enum) || schema.enum.some((one) => equal(one, value));
}

function isOfTypes({ type }: Record<string, unknown>, value: unknown): boolean {
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : undefined;
  return !types || types.some((one) => isOfType(one, value));
}

/** True if a value has a type of JSON Schema. */
export function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'number') return Number.isFinite(value);
  return type === typeof value;
}

function isWithin(schema: Record<string, unknown>, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (isLess(value, minimum) || isMore(value, maximum)) return false;
  if (value === exclusiveMinimum || value === exclusiveMaximum) return false;
  if (isLess(value, exclusiveMinimum) || isMore(value, exclusiveMaximum)) return false;
  return typeof multipleOf !== 'number' || isMultipleOf(multipleOf, value);
}

const patterns = new Map<string, RegExp>();
const mostPatterns = 1_000;

function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? createPattern(pattern, 'u');
  if (patterns.size < mostPatterns) patterns.set(pattern, known);
  return known;
}

/** The form of most e-mail addresses. The complete pattern takes ten milliseconds on first use. */
const plainAddress = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~/-]*)?$/;

/** Unknown formats allow everything. */
function hasFormat(name: unknown, value: string | number): boolean {
  if (typeof name !== 'string' || !Object.hasOwn(fullFormats, name)) return true;
  if (/^uri(?:-reference)?$/.test(name) && plainAddress.test(String(value))) return true;
  const format: unknown = fullFormats[name as FormatName];
  const { type = 'string', validate = format } = isObject(format) && !(format instanceof RegExp) ? format : {};
  if (type !== typeof value) return true;
  // Expressions with the flag `g` remember their position.
  if (validate instanceof RegExp) return String(value).search(validate) >= 0;
  return typeof validate !== 'function' || validate(value) === true;
}

export function isLess(count: number, least: unknown): boolean {
  return typeof least === 'number' && count < least;
}

export function isMore(count: number, most: unknown): boolean {
  return typeof most === 'number' && count > most;
}
