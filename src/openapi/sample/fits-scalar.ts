import addFormats, { type FormatName } from 'ajv-formats';
import { createPattern } from '../create-ajv.ts';

/** True if a string or number fits the bounds, pattern and format of a schema itself. */
export function fitsScalar(schema: Record<string, unknown>, value: unknown): boolean {
  if (typeof value === 'number') return isWithin(value, schema.minimum, schema.maximum);
  if (typeof value !== 'string') return true;
  const { minLength, maxLength, pattern, format } = schema;
  if ((minLength !== undefined || maxLength !== undefined) && !isWithin([...value].length, minLength, maxLength))
    return false;
  if (typeof pattern === 'string' && !patternOf(pattern).test(value)) return false;
  return typeof format !== 'string' || hasFormat(format, value);
}

function isWithin(value: number, least: unknown, most: unknown): boolean {
  return !(typeof least === 'number' && value < least) && !(typeof most === 'number' && value > most);
}

const patterns = new Map<string, RegExp>();
const mostPatterns = 1_000;

function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? createPattern(pattern, 'u');
  if (patterns.size < mostPatterns) patterns.set(pattern, known);
  return known;
}

function hasFormat(name: string, value: string): boolean {
  let format: unknown;
  try {
    format = addFormats.default.get(name as FormatName);
  } catch {
    // Unknown formats allow everything.
    return true;
  }
  const validate = typeof format === 'object' && format !== null && 'validate' in format ? format.validate : format;
  // Expressions with the flag `g` are stateful.
  if (validate instanceof RegExp) return value.search(validate) >= 0;
  return typeof validate !== 'function' || validate(value) === true;
}
