import { toPointer } from '../../openapi/json-pointer.ts';
import type { Moves } from '../../openapi/origin.ts';
import { isObject } from '../../shared/json.ts';
import { dropDefaults } from './drop-defaults.ts';

const defaults = {
  minLength: 0,
  minItems: 0,
  minProperties: 0,
  minContains: 1,
  uniqueItems: false,
  readOnly: false,
  writeOnly: false,
  deprecated: false,
  additionalProperties: true,
  unevaluatedProperties: true,
  unevaluatedItems: true,
};

/** Keywords with one schema, with a list of them, and with schemas by name. */
const single = ['additionalProperties', 'items', 'not', 'contains', 'propertyNames', 'contentSchema'];
const listed = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const named = ['properties', 'patternProperties', 'dependentSchemas'];

/** Writes the keywords of one schema in one form, in place, without its subschemas. */
export function writeSchema(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  writeBooleans(schema);
  writeClosed(schema, pointer, moves);
  dropDefaults(schema, defaults);
  if (schema.not === false || isNothing(schema.not)) delete schema.not;
  writeValues(schema, pointer, moves);
  writeBounds(schema, pointer, moves);
  writeExamples(schema, pointer, moves);
}

/** The schema `true` is equivalent to `{}`, and `false` to `{not: {}}`. */
function writeBooleans(schema: Record<string, unknown>): void {
  const asObject = (value: unknown) => (value === true ? {} : { not: {} });
  for (const keyword of [...listed, ...named]) {
    const entries = schema[keyword];
    if (typeof entries !== 'object' || entries === null) continue;
    const schemas = entries as Record<string, unknown>;
    for (const key of Object.keys(schemas)) {
      if (typeof schemas[key] === 'boolean') schemas[key] = asObject(schemas[key]);
    }
  }
  for (const keyword of single) {
    // The usual form of a closed object is `additionalProperties: false`.
    if (keyword === 'additionalProperties' || keyword === 'not') continue;
    if (typeof schema[keyword] === 'boolean') schema[keyword] = asObject(schema[keyword]);
  }
  if (isNothing(schema.additionalProperties)) schema.additionalProperties = false;
}

/** Keywords next to which `unevaluatedProperties` covers more properties than `additionalProperties`. */
const applicators = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas', 'not'];

function writeClosed(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  const { unevaluatedProperties: closed } = schema;
  if (closed === undefined || schema.additionalProperties !== undefined) return;
  if (applicators.some((keyword) => schema[keyword] !== undefined)) return;
  schema.additionalProperties = isNothing(closed) ? false : closed;
  delete schema.unevaluatedProperties;
  moves.add(`${pointer}/additionalProperties`, `${pointer}/unevaluatedProperties`);
}

/** `const` is an `enum` of one value. The values determine the type, and have no order. */
function writeValues(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  if (schema.const !== undefined) {
    schema.enum = Array.isArray(schema.enum) ? schema.enum.filter((one) => one === schema.const) : [schema.const];
    delete schema.const;
    moves.add(`${pointer}/enum`, `${pointer}/const`);
  }
  if (Array.isArray(schema.required)) schema.required = [...new Set(schema.required)].sort();
  if (!Array.isArray(schema.enum) || schema.enum.length === 0) return;
  const values = sortValues(schema.enum);
  schema.enum = values;
  if (schema.type === undefined) {
    const types = [...new Set(values.map(typeOf))].sort();
    schema.type = types.length === 1 ? types[0] : types;
    moves.add(`${pointer}/type`, `${pointer}/enum`);
  } else if (schema.type === 'number' && values.every(Number.isInteger)) schema.type = 'integer';
}

/** Each value once, null last. */
export function sortValues(values: readonly unknown[]): unknown[] {
  const unique = new Map(values.map((value) => [JSON.stringify(value), value]));
  const sorted = [...unique].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
  return [...sorted.filter((value) => value !== null), ...sorted.filter((value) => value === null)];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** A whole number above 0 is at least 1. */
function writeBounds(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  const { multipleOf } = schema;
  if (schema.type === 'number' && typeof multipleOf === 'number' && Number.isInteger(multipleOf))
    schema.type = 'integer';
  const types = [schema.type].flat();
  if (!types.includes('integer') || types.includes('number')) return;
  if (multipleOf === 1) delete schema.multipleOf;
  for (const [exclusive, inclusive, step, round] of [
    ['exclusiveMinimum', 'minimum', 1, Math.ceil],
    ['exclusiveMaximum', 'maximum', -1, Math.floor],
  ] as const) {
    if (typeof schema[inclusive] === 'number') schema[inclusive] = round(schema[inclusive]);
    const bound = schema[exclusive];
    if (typeof bound !== 'number' || schema[inclusive] !== undefined) continue;
    schema[inclusive] = Number.isInteger(bound) ? bound + step : round(bound);
    delete schema[exclusive];
    moves.add(`${pointer}/${inclusive}`, `${pointer}/${exclusive}`);
  }
}

/** `example` in OpenAPI 3.0 is `examples` with one value. */
function writeExamples(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  if (schema.example === undefined) return;
  if (schema.examples === undefined) {
    schema.examples = [schema.example];
    moves.add(`${pointer}/examples`, `${pointer}/example`);
    moves.add(`${pointer}/examples/0`, `${pointer}/example`);
  }
  delete schema.example;
}

/** `{not: {}}` accepts no value. */
function isNothing(value: unknown): boolean {
  if (value === false) return true;
  return (
    isObject(value) && Object.keys(value).length === 1 && isObject(value.not) && Object.keys(value.not).length === 0
  );
}

/** The pointer to a field of an object at `pointer`. */
export function below(pointer: string, ...steps: string[]): string {
  return pointer + toPointer(steps).slice(1);
}
