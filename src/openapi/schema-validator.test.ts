import { expect, test } from 'vitest';
import { createSchemaValidator } from './schema-validator.ts';

test('of what is broken in thousands of entries the first are told, and it takes no minute', () => {
  const schemas = {
    Rows: {
      type: 'array',
      items: { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' } } },
    },
  };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  const rows = [
    ...Array.from({ length: 500 }, () => ({ b: 1 })),
    { a: 7 },
    ...Array.from({ length: 200_000 }, () => ({})),
  ];
  const found = validate('#/components/schemas/Rows', rows).map(({ at: [, field], message }) => `${field} ${message}`);
  expect(found.length).toBeLessThan(200);
  expect([...new Set(found)].sort()).toEqual(['a is missing', 'a must be string', 'b is missing']);
});

test('what is broken only behind a thousand good entries is told', () => {
  const schemas = { Rows: { type: 'array', items: { type: 'object', required: ['a'] } } };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  const rows = [...Array.from({ length: 1_500 }, () => ({ a: 1 })), {}];
  expect(validate('#/components/schemas/Rows', rows)).toMatchObject([{ at: [1_500, 'a'], keyword: 'required' }]);
});

test('what stands within a union can be judged by itself, and referred to', () => {
  const login = { type: 'object', properties: { login: { type: 'string' } } };
  const schemas = {
    Owner: { anyOf: [login, { type: 'null' }] },
    Event: { oneOf: [{ type: 'object', properties: { kind: { const: 'gone' } }, required: ['kind'] }] },
    Copy: { $ref: '#/components/schemas/Owner/anyOf/0/properties/login' },
    Named: {
      oneOf: [{ $ref: '#/components/schemas/Event/oneOf/0' }],
      discriminator: { propertyName: 'kind', mapping: { gone: '#/components/schemas/Event/oneOf/0' } },
    },
  };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  expect(validate('#/components/schemas/Owner/anyOf/0/properties/login', 'me')).toEqual([]);
  expect(validate('#/components/schemas/Owner/anyOf/0/properties/login', 1)).toMatchObject([{ keyword: 'type' }]);
  expect(validate('#/components/schemas/Copy', 1)).toMatchObject([{ keyword: 'type' }]);
  expect(validate('#/components/schemas/Named', { kind: 'gone' })).toEqual([]);
  expect(validate('#/components/schemas/Named/oneOf/0', {})).toMatchObject([{ keyword: 'required' }]);
});

test('a union is not narrowed to its discriminator where a value without it may fit', () => {
  const kind = (name: string) => ({ type: 'object', properties: { kind: { const: name } } });
  const refs = [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }];
  const discriminator = {
    propertyName: 'kind',
    mapping: { a: '#/components/schemas/A', b: '#/components/schemas/B' },
  };
  const schemas = {
    A: { ...kind('a'), required: ['kind'] },
    B: kind('b'),
    List: { type: 'array' },
    Loose: { anyOf: refs, discriminator },
    Null: {
      oneOf: [refs[0], { type: 'null' }],
      discriminator: { propertyName: 'kind', mapping: { a: refs[0]!.$ref } },
    },
    Partial: { oneOf: [...refs, { $ref: '#/components/schemas/List' }], discriminator },
  };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  expect(validate('#/components/schemas/Loose', {})).toEqual([]);
  expect(validate('#/components/schemas/Loose', { kind: 'c' })).not.toEqual([]);
  expect(validate('#/components/schemas/Null', null)).toEqual([]);
  expect(validate('#/components/schemas/Partial', [])).toEqual([]);
});
