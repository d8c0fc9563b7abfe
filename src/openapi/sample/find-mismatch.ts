import { isObject } from '../../shared/json.ts';
import { escapePointer, resolvePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { fitsScalar } from './fits-scalar.ts';

/** Limits on levels, items and schemas. */
const deepest = 12;
const mostItems = 5;
const mostVisits = 5_000;

/** The path to a mismatch: field names and list positions. */
export type MismatchPath = readonly (string | number)[];

/**
 * Finds a mismatch between a value and the schema at `pointer`: types, fields, values and bounds. It compiles nothing,
 * so it suits schemas of any size. One variant of a union must fit.
 */
export function findMismatch(document: OpenApiDocument, pointer: string, value: unknown): MismatchPath | undefined {
  let visits = 0;
  const find: Find = (at, part, path) => {
    const schema = resolvePointer(document, at);
    if (schema === false) return path;
    if (!isObject(schema) || path.length > deepest || ++visits > mostVisits) return undefined;
    if (!isOfTypes(schema, part) || !isOneOf(schema, part) || !fitsScalar(schema, part)) return path;
    return first(mismatchesOf(document, schema, at, part, path, find));
  };
  return find(pointer, value, []);
}

/** True if no such mismatch is found. */
export function isPlausible(document: OpenApiDocument, pointer: string, value: unknown): boolean {
  return findMismatch(document, pointer, value) === undefined;
}

type Find = (pointer: string, value: unknown, path: MismatchPath) => MismatchPath | undefined;

function* mismatchesOf(
  document: OpenApiDocument,
  schema: Record<string, unknown>,
  at: string,
  value: unknown,
  path: MismatchPath,
  find: Find,
): Generator<MismatchPath | undefined> {
  if (typeof schema.$ref === 'string') yield find(schema.$ref, value, path);
  for (const index of lengthOf(schema.allOf)) yield find(`${at}/allOf/${index}`, value, path);
  for (const union of ['oneOf', 'anyOf']) yield inUnion(schema, at, union, value, path, find);
  if (Array.isArray(value)) {
    if (!isObject(schema.items)) return;
    for (const [index, item] of value.slice(0, mostItems).entries()) yield find(`${at}/items`, item, [...path, index]);
  } else if (isObject(value)) yield* inFields(document, schema, at, value, path, find);
}

/** A single variant determines the place; with several, the intended one is unknown. */
function inUnion(
  schema: Record<string, unknown>,
  at: string,
  union: string,
  value: unknown,
  path: MismatchPath,
  find: Find,
): MismatchPath | undefined {
  const variants = lengthOf(schema[union]);
  let mismatch: MismatchPath | undefined;
  for (const index of variants) {
    mismatch = find(`${at}/${union}/${index}`, value, path);
    if (!mismatch) return undefined;
  }
  return variants.length === 1 ? mismatch : variants.length > 1 ? path : undefined;
}

function* inFields(
  document: OpenApiDocument,
  { required, properties }: Record<string, unknown>,
  at: string,
  value: Record<string, unknown>,
  path: MismatchPath,
  find: Find,
): Generator<MismatchPath | undefined> {
  const known = isObject(properties) ? properties : {};
  const pointerTo = (name: string) => `${at}/properties/${encodeURIComponent(escapePointer(name))}`;
  for (const name of Array.isArray(required) ? required.map(String) : []) {
    if (Object.hasOwn(value, name)) continue;
    // Properties of one direction may be missing in the other.
    const property = Object.hasOwn(known, name) ? followed(document, pointerTo(name)) : undefined;
    if (property?.readOnly !== true && property?.writeOnly !== true) yield [...path, name];
  }
  for (const name of Object.keys(known)) {
    if (Object.hasOwn(value, name)) yield find(pointerTo(name), value[name], [...path, name]);
  }
}

function followed(document: OpenApiDocument, pointer: string): Record<string, unknown> | undefined {
  const schema = resolvePointer(document, pointer);
  if (!isObject(schema)) return undefined;
  const target = typeof schema.$ref === 'string' ? resolvePointer(document, schema.$ref) : undefined;
  return isObject(target) ? { ...target, ...schema } : schema;
}

function first<T>(values: Iterable<T | undefined>): T | undefined {
  for (const value of values) if (value !== undefined) return value;
  return undefined;
}

function lengthOf(list: unknown): number[] {
  return Array.isArray(list) ? [...list.keys()] : [];
}

function isOneOf(schema: Record<string, unknown>, value: unknown): boolean {
  if ('const' in schema && typeof schema.const !== 'object') return schema.const === value;
  return !Array.isArray(schema.enum) || typeof value === 'object' || schema.enum.includes(value);
}

function isOfTypes({ type }: Record<string, unknown>, value: unknown): boolean {
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : undefined;
  return !types || types.some((one) => isOfType(one, value));
}

/** True if a value has a JSON Schema type. */
export function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === typeof value;
}
