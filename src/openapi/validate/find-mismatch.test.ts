import { expect, test } from 'vitest';
import { hasNoValue } from '../sample/has-no-value.ts';
import { findMismatches } from './find-mismatch.ts';
import { flagIn } from './read-write-only.ts';
import { createSchemaValidator } from './schema-validator.ts';

const at = '#/components/schemas/A';
const documentOf = (A: object) => ({ openapi: '3.1.0', info: {}, paths: {}, components: { schemas: { A } } });
const named = (name: string) => ({ type: 'object', required: [name], properties: { [name]: { type: 'string' } } });

test.each<[string, object, unknown, unknown]>([
  ['a type', { type: 'object' }, null, []],
  ['a field that is missing', named('a'), {}, ['a']],
  ['a format', { properties: { a: { format: 'date' } } }, { a: '2026-01-02T00:00:00Z' }, ['a']],
  ['a pattern', { pattern: '^a$' }, 'b', []],
  ['a length', { maxLength: 2 }, 'abc', []],
  ['a bound', { minimum: 2 }, 1, []],
  ['what fits', { format: 'date-time', minLength: 1, pattern: '^2' }, '2026-01-02T00:00:00Z', undefined],
  ['an address', { type: 'string', format: 'uri' }, 'https://example.com:80/a/~b', undefined],
  ['an address with a query', { type: 'string', format: 'uri' }, 'https://example.com/?a=%20', undefined],
  ['a text that is no address', { type: 'string', format: 'uri' }, 'https://example.com/a b', []],
  ['a number in place of an address', { format: 'uri' }, 1, undefined],
  ['an unknown format', { format: 'colour' }, 'red', undefined],
  ['an item', { type: 'array', items: named('a') }, [{ a: '' }, { a: 1 }], [1, 'a']],
  ['a union of which no variant fits', { properties: { a: { oneOf: [named('b'), named('c')] } } }, { a: {} }, ['a']],
  [
    'a union of which one fits',
    { properties: { a: { oneOf: [named('b'), named('c')] } } },
    { a: { c: '' } },
    undefined,
  ],
  ['the only variant', { anyOf: [named('b')] }, { b: 1 }, ['b']],
  ['a field of requests', { required: ['a'], properties: { a: { writeOnly: true } } }, {}, undefined],
  ['a list that contains itself', { type: 'array', items: { $ref: at } }, [[[['a']]]], [0, 0, 0, 0]],
  ['a format of numbers', { format: 'int32' }, 2 ** 40, []],
  ['a text with a format of numbers', { type: 'string', format: 'int64' }, '1', undefined],
  ['a fraction', { multipleOf: 0.01 }, 19.995, []],
  ['a value that is no constant', { const: { a: 1 } }, { a: 2 }, []],
  ['two variants that fit where one may', { oneOf: [named('a'), named('b')] }, { a: '', b: '' }, []],
  ['two variants that fit where any may', { anyOf: [named('a'), named('b')] }, { a: '', b: '' }, undefined],
  ['what may not be', { not: named('a') }, { a: '' }, []],
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
  ['a consequence', { if: named('a'), then: named('b'), else: false }, { a: '' }, ['b']],
  ['a field of a closed object', { additionalProperties: false, properties: { a: {} } }, { a: 1, b: 1 }, ['b']],
  ['a field by its pattern', { patternProperties: { '^x-': { type: 'string' } } }, { 'x-a': 1 }, ['x-a']],
  ['a name', { propertyNames: { maxLength: 1 } }, { ab: 1 }, ['ab']],
  ['a field that another one needs', { dependentRequired: { a: ['b'] } }, { a: 1 }, ['b']],
  ['a schema that a field needs', { dependentSchemas: { a: named('b') } }, { a: 1 }, ['b']],
  ['too few fields', { minProperties: 1 }, {}, []],
  ['too many items', { maxItems: 1 }, [1, 2], []],
  ['an item in its place', { prefixItems: [{ type: 'string' }], items: { type: 'integer' } }, ['a', 'b'], [1]],
  ['too few of a kind', { contains: { const: 1 }, minContains: 2 }, [1, 2], []],
  ['items that are the same', { uniqueItems: true }, [{ a: 1 }, { a: 1 }], []],
])('%s', (_, schema, value, expected) => {
  const document = documentOf(schema);
  expect(findMismatches(document, at, value)).toEqual({
    mismatches: expected === undefined ? [] : [expected],
    sure: true,
  });
  // The validator derives the direction from the pointer.
  const isOfOneDirection = JSON.stringify(schema).includes('writeOnly');
  if (!isOfOneDirection) expect(createSchemaValidator(document)(at, value).length > 0).toBe(expected !== undefined);
});

test.each([
  ['response', 'writeOnly', []],
  ['response', 'readOnly', [['a']]],
  ['request', 'readOnly', []],
  ['request', 'writeOnly', [['a']]],
] as const)('in a %s, a required property that is %s', (direction, flag, expected) => {
  const document = documentOf({ allOf: [{ required: ['a'], properties: { a: { [flag]: true } } }] });
  expect(findMismatches(document, at, {}, [flagIn(direction)]).mismatches).toEqual(expected);
});

test.each([
  ['a keyword that looks at others', { unevaluatedProperties: false }, { a: 1 }],
  ['a reference that leads nowhere', { $ref: '#/components/schemas/B' }, 1],
  ['a schema that is itself', { $ref: at }, 1],
  ['a list of thousands', { items: { type: 'object', properties: { a: {} } } }, Array(20_001).fill({ a: 1 })],
])('does not decide %s', (_, schema, value) => {
  expect(findMismatches(documentOf(schema), at, value)).toEqual({ mismatches: [], sure: false });
});

const result = (schema: object) => ({ type: 'object', required: ['result'], properties: { result: schema } });

test.each<[string, object, boolean]>([
  ['two types', { allOf: [{ type: 'object' }, { type: 'array' }] }, true],
  ['a required field of two types', { allOf: [result({ type: 'object' }), result({ type: 'array' })] }, true],
  ['an enum without a value', { allOf: [{ enum: ['a'] }, { enum: ['b'] }] }, true],
  ['a required field of a closed object', { type: 'object', additionalProperties: false, allOf: [named('a')] }, true],
  ['an optional field of a closed object', { type: 'object', additionalProperties: false, properties: {} }, false],
  ['null in common', { allOf: [result({ type: ['object', 'null'] }), result({ type: ['array', 'null'] })] }, false],
  ['a union in which one fits', { oneOf: [{ allOf: [{ type: 'object' }, { type: 'array' }] }, named('a')] }, false],
  [
    'a field that is optional',
    { type: 'object', properties: { a: { allOf: [{ type: 'object' }, { type: 'array' }] } } },
    false,
  ],
  ['an object that is null', result({ type: 'object', enum: [null] }), true],
  ['what contains itself', result({ $ref: at }), false],
  ['anything', {}, false],
])('%s: no value is %#', (_, schema, expected) => {
  expect(hasNoValue(documentOf(schema), at)).toBe(expected);
});
