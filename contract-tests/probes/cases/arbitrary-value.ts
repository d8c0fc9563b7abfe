import * as fc from 'fast-check';
import { schemaAt } from '../../../src/openapi/contract.ts';
import { toStep } from '../../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../../src/openapi/openapi-document.ts';
import { isObject } from '../../../src/shared/json.ts';

/** Maximum items and characters of a generated value, if its schema sets no bound. */
const most = { items: 6, characters: 300 };

/** Maximum depth of a value: a schema may contain itself. */
const deepest = 8;

/**
 * Values that fit the schema at `pointer`. Strings use all of Unicode, but begin with a letter and have no NUL, because
 * servers may trim spaces or be unable to store a NUL. Known strings in one list differ.
 *
 * @param texts the only strings that the server knows, by field name
 */
export function arbitraryValue(
  document: OpenApiDocument,
  pointer: string,
  texts: Readonly<Record<string, readonly string[]>> = {},
  depth = 0,
): fc.Arbitrary<unknown> {
  const { schema, pointer: here } = schemaAt(document, pointer);
  if (!isObject(schema) || depth > deepest) return fc.constant({});
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const union = ['anyOf', 'oneOf'].find((name) => Array.isArray(schema[name]));
  if (union) {
    const variants = (schema[union] as unknown[]).map((_, index) => `${here}/${union}/${index}`);
    return fc.oneof(...variants.map((variant) => arbitraryValue(document, variant, texts, depth + 1)));
  }
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(document, here, schema, String(type), texts, depth)));
}

function ofType(
  document: OpenApiDocument,
  pointer: string,
  schema: Record<string, unknown>,
  type: string,
  texts: Readonly<Record<string, readonly string[]>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const bound = (name: string, otherwise: number) => (typeof schema[name] === 'number' ? schema[name] : otherwise);
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: bound('minimum', 0), max: bound('maximum', 1_000) });
    case 'number':
      return fc.integer({ min: bound('minimum', 0), max: bound('maximum', 1_000) });
    case 'string':
      return schema.format === 'uuid' ? fc.uuid() : text(bound('minLength', 1), bound('maxLength', most.characters));
    case 'array': {
      const minLength = bound('minItems', 0);
      const maxLength = Math.max(minLength, bound('maxItems', most.items));
      const known = texts[fieldOf(pointer)];
      if (known) {
        const count = Math.min(known.length, maxLength);
        return fc.subarray([...known], { minLength: Math.min(minLength, count), maxLength: count });
      }
      const item = isObject(schema.items)
        ? arbitraryValue(document, `${pointer}/items`, texts, depth + 1)
        : fc.jsonValue();
      return fc.uniqueArray(item, { minLength, maxLength, selector: (value) => JSON.stringify(value) });
    }
    default:
      return object(document, pointer, schema, texts, depth);
  }
}

function object(
  document: OpenApiDocument,
  pointer: string,
  schema: Record<string, unknown>,
  texts: Readonly<Record<string, readonly string[]>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const properties = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return fc.record(
    Object.fromEntries(
      properties.map((name) => [
        name,
        arbitraryValue(document, `${pointer}/properties${toStep(name)}`, texts, depth + 1),
      ]),
    ),
    { requiredKeys: properties.filter((name) => required.includes(name)) },
  );
}

/**
 * Any character but a surrogate. The unit `binary` of fast-check is the same, but takes a second to build a table of
 * all characters.
 */
const anyCharacter = fc
  .integer({ min: 1, max: 0x10_ffff - 0x800 })
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

function text(least: number, longest: number): fc.Arbitrary<string> {
  const rest = fc.string({
    unit: anyCharacter,
    minLength: Math.max(0, least - 1),
    maxLength: Math.max(0, Math.min(longest, most.characters) - 1),
  });
  return rest.map((end) => `a${end.replaceAll('\0', 'b')}`);
}

function fieldOf(pointer: string): string {
  return pointer.split('/').at(-1) ?? '';
}
