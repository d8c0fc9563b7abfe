import { schemaAt } from '../../../src/openapi/contract.ts';
import { toStep } from '../../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../../src/openapi/openapi-document.ts';
import { isObject } from '../../../src/shared/json.ts';
import { isProvenance, type Provenance } from '../../../src/shared/provenance.ts';
import { mostInBody } from './is-sendable.ts';

/** A value on one side of one constraint. */
export interface SchemaCase {
  /** The path to the change, from the value of the schema. */
  at: (string | number)[];
  keyword: string;
  /** Describes it: `has 1001 characters`. */
  text: string;
  provenance: Provenance;
  /** The changed value at `at`; `absent` if it was removed. */
  value: unknown;
}

/** Marks a removed field. */
export const absent = Symbol('absent');

/** An emoji outside of the Basic Multilingual Plane: one character, two UTF-16 units, four bytes in UTF-8. */
const astral = '🙂';

const samples: Record<string, unknown> = {
  string: 'text',
  integer: 7,
  number: 1.5,
  boolean: true,
  array: [],
  object: {},
  null: null,
};

/**
 * Values that each violate one constraint of the schema at `pointer`, at any depth, derived from the valid value
 * `base`.
 */
export function invalidCases(document: OpenApiDocument, pointer: string, base: unknown): SchemaCase[] {
  return [...take(walk(document, pointer, base, [], false, []))];
}

/** Values just within each bound of the schema at `pointer`, derived from the valid value `base`. */
export function boundaryCases(document: OpenApiDocument, pointer: string, base: unknown): SchemaCase[] {
  return [...take(walk(document, pointer, base, [], true, []))];
}

/** Maximum cases of one schema: recursive schemas have endless cases. */
const mostCases = 1_000;

function* take(cases: Iterable<SchemaCase>): Generator<SchemaCase> {
  let count = 0;
  for (const one of cases) {
    yield one;
    count += 1;
    if (count >= mostCases) return;
  }
}

/** @param trail the schemas on the path, to stop at recursion */
function* walk(
  document: OpenApiDocument,
  pointer: string,
  base: unknown,
  at: (string | number)[],
  valid: boolean,
  trail: readonly string[],
): Generator<SchemaCase> {
  const { schema, pointer: here } = schemaAt(document, pointer);
  if (!isObject(schema) || trail.includes(here)) return;
  const below = [...trail, here];
  const makeCase = (keyword: string, text: string, value: unknown): SchemaCase => ({
    at,
    keyword,
    text,
    value,
    provenance: provenanceOf(schema, keyword),
  });
  yield* valid ? boundaries(schema, base, makeCase) : breaches(schema, base, makeCase);
  for (const [index] of (Array.isArray(schema.allOf) ? schema.allOf : []).entries()) {
    yield* walk(document, `${here}/allOf/${index}`, base, at, valid, below);
  }
  for (const union of ['anyOf', 'oneOf'] as const) {
    const variants = Array.isArray(schema[union]) ? schema[union] : [];
    const only = variants.findIndex((variant) => isObject(variant) && variant.type !== 'null');
    if (variants.length === 2 && variants.some((variant) => isObject(variant) && variant.type === 'null')) {
      const nullable = walk(document, `${here}/${union}/${only}`, base, at, valid, below);
      for (const item of nullable) if (item.at.length > at.length || item.value !== null) yield item;
    }
  }
  if (isObject(schema.properties) && isObject(base)) {
    const required = Array.isArray(schema.required) ? schema.required : [];
    for (const name of Object.keys(schema.properties)) {
      const property = { at: [...at, name], provenance: provenanceOf(schema, 'required') };
      if (!valid && required.includes(name)) {
        yield { ...property, keyword: 'required', text: 'is missing', value: absent };
      }
      if (valid && !required.includes(name)) {
        yield { ...property, keyword: 'required', text: 'is left out', value: absent };
      }
      const child = `${here}/properties${toStep(name)}`;
      if (isReadOnly(document, schema.properties[name], child)) continue;
      yield* walk(document, child, base[name] ?? sampleOf(document, child), [...at, name], valid, below);
    }
  }
  if (isObject(schema.items) && Array.isArray(base) && !valid) {
    const item = `${here}/items`;
    yield* walk(document, item, base[0] ?? sampleOf(document, item), [...at, 0], valid, below);
  }
}

/** Servers may ignore read-only fields, whatever their value. */
function isReadOnly(document: OpenApiDocument, property: unknown, pointer: string): boolean {
  if (isObject(property) && property.readOnly === true) return true;
  const { schema } = schemaAt(document, pointer);
  if (!isObject(schema)) return false;
  if (schema.readOnly === true) return true;
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return parts.some((part) => isObject(part) && part.readOnly === true);
}

type MakeCase = (keyword: string, text: string, value: unknown) => SchemaCase;

function* breaches(schema: Record<string, unknown>, base: unknown, makeCase: MakeCase): Generator<SchemaCase> {
  const types = typesOf(schema);
  if (types.length > 0) {
    for (const [type, value] of Object.entries(samples)) {
      if (types.includes(type) || (type === 'integer' && types.includes('number'))) continue;
      // If no number is valid, an integer works as well as a fraction.
      if (type === 'number' && !types.includes('integer')) continue;
      yield makeCase('type', type === 'null' ? 'is null' : `is of type ${type}`, value);
    }
  }
  const { minLength, maxLength, minItems, maxItems, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (isCount(minLength) && minLength > 0) {
    yield makeCase('minLength', describeLength(minLength - 1), 'a'.repeat(minLength - 1));
  }
  if (isCount(maxLength)) {
    yield makeCase('maxLength', describeLength(maxLength + 1), 'a'.repeat(maxLength + 1));
    yield makeCase('maxLength', `${describeLength(maxLength + 1)} outside of the BMP`, astral.repeat(maxLength + 1));
  }
  if (isCount(minItems) && minItems > 0) {
    yield makeCase('minItems', describeItems(minItems - 1), itemsOf(base, minItems - 1));
  }
  if (isCount(maxItems)) yield makeCase('maxItems', describeItems(maxItems + 1), itemsOf(base, maxItems + 1));
  if (typeof minimum === 'number') {
    yield makeCase('minimum', `is ${minimum - 1}`, minimum - 1);
    if (minimum - 1 >= 0) yield makeCase('minimum', 'is -1', -1);
  }
  if (typeof maximum === 'number') yield makeCase('maximum', `is ${maximum + 1}`, maximum + 1);
  if (typeof exclusiveMinimum === 'number') {
    yield makeCase('exclusiveMinimum', `is ${exclusiveMinimum}`, exclusiveMinimum);
  }
  if (typeof exclusiveMaximum === 'number') {
    yield makeCase('exclusiveMaximum', `is ${exclusiveMaximum}`, exclusiveMaximum);
  }
  if (typeof schema.pattern === 'string') yield* breakPattern(schema.pattern, makeCase);
  if (typeof schema.format === 'string' && assertedFormats.has(schema.format)) {
    yield makeCase('format', `is not a valid ${schema.format}`, `not-a-${schema.format}`);
  }
  if (Array.isArray(schema.enum)) yield makeCase('enum', 'is none of the listed values', 'none-of-the-listed-values');
  if ('const' in schema) yield makeCase('const', 'is another value', 'another-value');
  if (schema.uniqueItems === true && Array.isArray(base) && base.length > 0) {
    yield makeCase('uniqueItems', 'has an item twice', [...base, base[0]]);
  }
  if (schema.additionalProperties === false && isObject(base)) {
    yield makeCase('additionalProperties', 'has a field that is not declared', { ...base, undeclared_field: 1 });
  }
}

function* boundaries(schema: Record<string, unknown>, base: unknown, makeCase: MakeCase): Generator<SchemaCase> {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema;
  if (isCount(minLength) && minLength > 0)
    yield makeCase('minLength', describeLength(minLength), 'a'.repeat(minLength));
  if (isCount(maxLength)) {
    yield makeCase('maxLength', describeLength(maxLength), 'a'.repeat(maxLength));
    yield makeCase('maxLength', `${describeLength(maxLength)} outside of the BMP`, astral.repeat(maxLength));
  }
  if (isCount(minItems) && minItems > 0) yield makeCase('minItems', describeItems(minItems), itemsOf(base, minItems));
  if (isCount(maxItems)) yield makeCase('maxItems', describeItems(maxItems), itemsOf(base, maxItems));
  if (typeof minimum === 'number') yield makeCase('minimum', `is ${minimum}`, minimum);
  if (typeof maximum === 'number') yield makeCase('maximum', `is ${maximum}`, maximum);
  if (typesOf(schema).includes('null') && !('const' in schema)) yield makeCase('type', 'is null', null);
  if (Array.isArray(schema.enum)) for (const value of schema.enum) yield makeCase('enum', `is ${value}`, value);
}

/** Formats with a certainly invalid string. Number formats (`int32`) state a width, not a syntax. */
const assertedFormats = new Set(['uuid', 'date-time', 'date', 'time', 'email', 'ipv4', 'ipv6', 'uri', 'hostname']);

function* breakPattern(pattern: string, makeCase: MakeCase): Generator<SchemaCase> {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    return;
  }
  const value = ['', '!', 'not like the pattern', '0', 'A'].find((candidate) => !expression.test(candidate));
  if (value !== undefined) yield makeCase('pattern', `does not fit ${pattern}`, value);
}

function typesOf(schema: Record<string, unknown>): string[] {
  const { type } = schema;
  const types = Array.isArray(type) ? type.map(String) : typeof type === 'string' ? [type] : [];
  return types.includes('number') ? [...types, 'integer'] : types;
}

/** `count` different items similar to those of `base`. */
function itemsOf(base: unknown, count: number): unknown[] {
  const items = Array.isArray(base) ? base : [];
  const first = items[0] ?? 'item';
  return Array.from({ length: count }, (_, index) =>
    index < items.length ? items[index] : typeof first === 'string' ? `${first}-${index + 1}` : first,
  );
}

/** A value of the schema's type, if the base has none. */
function sampleOf(document: OpenApiDocument, pointer: string): unknown {
  const { schema } = schemaAt(document, pointer);
  if (!isObject(schema)) return undefined;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.examples)) return schema.examples[0];
  return samples[typesOf(schema)[0] ?? 'string'];
}

function provenanceOf(schema: Record<string, unknown>, keyword: string): Provenance {
  const stated = schema['x-provenance'];
  const provenance = isObject(stated) ? stated[keyword] : stated;
  return isProvenance(provenance) ? provenance : 'documented';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < mostInBody;
}

function describeLength(count: number): string {
  return count === 0 ? 'is empty' : `has ${count} characters`;
}

function describeItems(count: number): string {
  return count === 0 ? 'is empty' : `has ${count} items`;
}
