import { expect, test } from 'vitest';
import { findMismatch } from './find-mismatch.ts';
import { hasNoValue } from './has-no-value.ts';

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
])('%s', (_, schema, value, expected) => {
  expect(findMismatch(documentOf(schema), at, value)).toEqual(expected);
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
  ['what contains itself', result({ $ref: at }), false],
  ['anything', {}, false],
])('%s: no value is %#', (_, schema, expected) => {
  expect(hasNoValue(documentOf(schema), at)).toBe(expected);
});
