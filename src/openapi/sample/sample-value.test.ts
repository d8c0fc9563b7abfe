import { expect, test } from 'vitest';
import { samplesOf, sampleValue } from './sample-value.ts';

const sample = (schema: object, options = {}, schemas = {}) =>
  sampleValue({ components: { schemas: { S: schema, ...schemas } } }, '#/components/schemas/S', options);

const kinds = { Kinds: { type: 'integer', oneOf: [{ const: 1 }, { const: 2 }, { const: 3 }] } };
const kind = { $ref: '#/components/schemas/Kinds' };

test.each<[string, object, unknown]>([
  ['an enumeration beside it', { enum: [3], allOf: [kind] }, 3],
  ['an enumeration after it', { allOf: [kind, { enum: [2] }] }, 2],
  ['a type beside it', { type: 'string', anyOf: [{ type: 'integer' }, { type: 'string', enum: ['x'] }] }, 'x'],
  ['a type within a number', { type: 'number', anyOf: [{ type: 'integer', minimum: 4 }] }, 4],
])('chooses a variant that suits %s', (_, schema, expected) => {
  expect(sample(schema, {}, kinds)).toBe(expected);
});

test('omits an optional property whose parts contradict each other', () => {
  const list = { properties: { result: { type: 'array' }, ok: { type: 'boolean' } } };
  expect(sample({ allOf: [list, { properties: { result: { type: 'object' } } }] }, { full: true })).toEqual({
    ok: true,
  });
});

test('omits an optional property that a closed object does not name', () => {
  const closed = { additionalProperties: false, properties: { id: { type: 'integer' } } };
  const parts = { allOf: [{ properties: { note: { type: 'string' } } }, closed] };
  expect(sample({ type: 'object', ...parts }, { full: true })).toEqual({ id: 0 });
});

test('ignores examples and defaults that do not satisfy the schema', () => {
  const user = {
    type: 'object',
    required: ['id', 'name'],
    properties: { id: { type: 'integer' }, name: { type: 'string' } },
  };
  expect(sample({ ...user, example: { id: 7, name: 'Ada' } })).toEqual({ id: 7, name: 'Ada' });
  expect(sample({ ...user, example: { id: 7, name: null } })).toEqual({ id: 1, name: 'string' });
  expect(sample({ ...user, example: { id: 7 } })).toEqual({ id: 1, name: 'string' });
  // Only a validator can tell which variant a value has.
  const union = { type: 'object', oneOf: [user, { required: ['key'] }], example: { key: 'a' } };
  expect(sample(union)).toEqual({ key: 'a' });
});

test('generates different items for a pattern', () => {
  const list = (pattern: string) => ({
    type: 'array',
    uniqueItems: true,
    minItems: 3,
    items: { type: 'string', pattern },
  });
  for (const pattern of ['^(0|[1-9][0-9]*)$', '^[a-z]{4}$', '^id_[0-9a-f]{6}$']) {
    const items = sample(list(pattern)) as string[];
    expect(new Set(items).size, pattern).toBe(3);
    for (const item of items) expect(item).toMatch(new RegExp(pattern));
  }
});

test('tries another value if only one variant may match', () => {
  const schemas = {
    S: {
      oneOf: [
        { type: 'string', maxLength: 3 },
        { type: 'string', maxLength: 5, example: 'abcde' },
      ],
    },
  };
  expect([...samplesOf({ components: { schemas } }, '#/components/schemas/S')]).toContain('abcde');
});

test('chooses for each union the only variant that its values match', () => {
  const text = (name: string) => ({ type: 'object', required: [name], properties: { [name]: { type: 'string' } } });
  const wide = { oneOf: [{ type: 'object', properties: {} }, { type: 'string' }] };
  const first = { oneOf: [text('a'), { ...text('a'), properties: { a: {} } }, { type: 'integer' }] };
  const second = { oneOf: [wide.oneOf[1], wide.oneOf[0]] };
  const value = sample(
    { type: 'object', required: ['first', 'second'], properties: { first, second } },
    { full: true, direction: 'response' },
  );
  expect(value).toEqual({ first: 0, second: 'string' });
});

test.each([
  ['a mapping', '50%', { '50%': '#/components/schemas/Cat' }],
  ['a component', 'Cat', undefined],
])('the discriminator value of %s is used as it is written', (_, kind, mapping) => {
  const discriminator = { propertyName: 'kind', ...(mapping ? { mapping } : {}) };
  const union = { oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator };
  const cat = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } };
  expect(sample(union, {}, { Cat: cat })).toEqual({ kind });
});

test('a component whose name has a percent sign can be a variant', () => {
  const union = { oneOf: [{ $ref: '#/components/schemas/5%' }], discriminator: { propertyName: 'kind' } };
  const half = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } };
  expect(sample(union, {}, { '5%': half })).toEqual({ kind: '5%' });
});
