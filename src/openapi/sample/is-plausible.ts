import { isObject } from '../../shared/json.ts';
import { escapePointer, resolvePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';

/** Levels and items that are looked at. */
const deepest = 8;
const mostItems = 5;

/**
 * Whether a value fits the schema at `pointer` as far as types, fields and values go. It costs no compilation, so that it
 * suits schemas of any size; which variant of a union a value is of is left open.
 */
export function isPlausible(document: OpenApiDocument, pointer: string, value: unknown, depth = 0): boolean {
  const schema = resolvePointer(document, pointer);
  if (schema === false) return false;
  if (!isObject(schema) || depth > deepest) return true;
  const { $ref: reference, allOf, required, properties, items } = schema;
  if (!isOfTypes(schema, value)) return false;
  if (Array.isArray(schema.enum) && typeof value !== 'object' && !schema.enum.includes(value)) return false;
  const fits = (at: string, part: unknown) => isPlausible(document, at, part, depth + 1);
  if (typeof reference === 'string' && !fits(reference, value)) return false;
  if (Array.isArray(allOf) && !allOf.every((_, index) => fits(`${pointer}/allOf/${index}`, value))) return false;
  if (Array.isArray(value)) {
    return !isObject(items) || value.slice(0, mostItems).every((item) => fits(`${pointer}/items`, item));
  }
  if (!isObject(value)) return true;
  if (Array.isArray(required) && !required.every((name) => Object.hasOwn(value, String(name)))) return false;
  return Object.keys(isObject(properties) ? properties : {}).every(
    (name) =>
      !Object.hasOwn(value, name) ||
      fits(`${pointer}/properties/${encodeURIComponent(escapePointer(name))}`, value[name]),
  );
}

function isOfTypes({ type }: Record<string, unknown>, value: unknown): boolean {
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : undefined;
  return !types || types.some((one) => isOfType(one, value));
}

/** Whether a value is of a type of JSON Schema. */
export function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === typeof value;
}
