import { expect, test } from 'vitest';
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../../src/openapi/validate/schema-validator.ts';
import { aboutNothing } from './about-nothing.ts';

function requestAbout(path: string, place: string, name: string, schema: object, value: unknown, params = {}) {
  const parameters = [{ name, in: place, required: true, schema }];
  const paths = { [path]: { delete: { parameters, responses: {} } } };
  const contract = readContract({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths });
  const making = { contract, validate: createSchemaValidator(contract.document), params };
  const parts = { path: {}, query: {}, [place]: { [name]: value } };
  return aboutNothing(making, contract.operations[0]!, parts)?.[place as 'path'][name];
}

test.each([
  ['a text', { type: 'string' }, 'rex', /^rex\w{12}$/],
  [
    'a UUID',
    { type: 'string', format: 'uuid' },
    '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10',
    /^3f0d9a52-6b1e-4f43-(?!9c57)/,
  ],
  ['a pattern', { type: 'string', pattern: '^AC[0-9a-f]{16}$' }, 'AC0123456789abcdef', /^AC(?!0123456789abcdef)/],
  ['a short text', { type: 'string', maxLength: 8 }, 'rex', /^\w{6}$/],
  ['a 32-bit integer', { type: 'integer', format: 'int32' }, 1, /^\d{6,9}$/],
])('replaces %s in a path with an id that belongs to nothing', (_, schema, value, expected) => {
  expect(String(requestAbout('/x/{p}', 'path', 'p', schema, value))).toMatch(expected);
});

test.each([
  ['an enumeration', '/x/{p}', 'path', 'p', { enum: ['a', 'b'] }, {}],
  ['a pattern of one letter, without a type', '/x/{p}', 'path', 'p', { pattern: '^[a-z]$' }, {}],
  ['a value that the user gave', '/x/{p}', 'path', 'p', { type: 'string' }, { p: 'a' }],
  ['a query parameter that is no id', '/x', 'query', 'reason', { type: 'string' }, {}],
])('%s is unchanged', (_, path, place, name, schema, params) => {
  expect(requestAbout(path, place, name, schema, 'a', params)).toBeUndefined();
});

test('replaces ids in a query with ids that belong to nothing', () => {
  const schema = { type: 'array', items: { type: 'string' } };
  expect(requestAbout('/x', 'query', 'ids', schema, ['a'])).toEqual([expect.stringMatching(/^a\w{12}$/)]);
});
