import { expect, test } from 'vitest';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { completeExample } from './complete-example.ts';

const item = {
  type: 'object',
  required: ['id', 'kind'],
  properties: { id: { type: 'integer' }, kind: { enum: ['a', 'b'] }, note: { type: 'string' } },
};
const page = {
  type: 'object',
  required: ['items', 'meta'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: item },
    meta: { type: 'object', required: ['total'], properties: { total: { type: 'integer' } } },
    uri: { type: 'string', format: 'uri' },
  },
};
const validate = createSchemaValidator({ components: { schemas: { Page: page } } });
const sample = { items: [{ id: 0, kind: 'a', note: 'x' }], meta: { total: 0 }, uri: 'https://example.com/' };
const complete = (example: unknown) =>
  completeExample(example, sample, (value) => validate('#/components/schemas/Page', value));

test.each<[string, unknown, unknown]>([
  ['a valid example', { items: [], meta: { total: 7 } }, { items: [], meta: { total: 7 } }],
  ['a field that is missing', { items: [{ id: 5, kind: 'b' }] }, { items: [{ id: 5, kind: 'b' }], meta: { total: 0 } }],
  ['a field within', { items: [], meta: {} }, { items: [], meta: { total: 0 } }],
  [
    'the second item of a list',
    { items: [{ id: 1, kind: 'a' }, { id: '2' }], meta: { total: 2 } },
    {
      items: [
        { id: 1, kind: 'a' },
        { id: 0, kind: 'a' },
      ],
      meta: { total: 2 },
    },
  ],
  ['a wrong format', { ...sample, uri: '/next' }, { ...sample, uri: 'https://example.com/' }],
  ['a field that may not be there', { ...sample, more: 1 }, sample],
  ['another type altogether', 'text', sample],
  ['null', null, sample],
  ['a number', 123, 123],
])('%s', (_, example, expected) => {
  const before = structuredClone(example);
  expect(complete(example)).toEqual(expected);
  expect(example).toEqual(before);
});

test('leaves an example unchanged if no value satisfies the schema', () => {
  const none = createSchemaValidator({ components: { schemas: { None: { not: {} } } } });
  const example = { a: 1 };
  expect(completeExample(example, {}, (value) => none('#/components/schemas/None', value))).toBe(example);
});

test('wraps a single item in a list', () => {
  const list = createSchemaValidator({ components: { schemas: { List: { type: 'array', items: item } } } });
  const validateList = (value: unknown) => list('#/components/schemas/List', value);
  expect(completeExample({ id: 5, kind: 'x' }, [{ id: 0, kind: 'a' }], validateList)).toEqual([{ id: 5, kind: 'a' }]);
});

test('removes items that cannot be repaired, whatever their number', () => {
  const list = createSchemaValidator({
    components: { schemas: { List: { type: 'array', items: item, maxItems: 3 } } },
  });
  const wrong = [{ kind: 1 }, { kind: 2 }, { kind: 3 }];
  const everyItem = (value: unknown) => (value as unknown[]).map((_, index) => ({ at: [index] }));
  expect(completeExample(wrong, [], everyItem)).toEqual([]);
  expect(completeExample(wrong, [{ id: 0, kind: 'a' }], (value) => list('#/components/schemas/List', value))).toEqual([
    { id: 0, kind: 'a' },
    { id: 0, kind: 'a' },
    { id: 0, kind: 'a' },
  ]);
});
