import { describe, expect, test } from 'vitest';
import { createSchemaValidator } from './schema-validator.ts';

test('reports the first of thousands of invalid entries, in less than a minute', () => {
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

test('reports an invalid entry after a thousand valid ones', () => {
  const schemas = { Rows: { type: 'array', items: { type: 'object', required: ['a'] } } };
  const validate = createSchemaValidator({ components: { schemas } } as never);
  const rows = [...Array.from({ length: 1_500 }, () => ({ a: 1 })), {}];
  expect(validate('#/components/schemas/Rows', rows)).toMatchObject([{ at: [1_500, 'a'], keyword: 'required' }]);
});

test('checks a schema within a union separately and by reference', () => {
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

test('does not narrow a union to its discriminator if a value without it may match', () => {
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

describe('readOnly and writeOnly', () => {
  const media = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } };
  const base = { type: 'object', required: ['secret'], properties: { secret: { type: 'string', writeOnly: true } } };
  const document = {
    openapi: '3.1.0',
    paths: { '/pets': { post: { requestBody: media, responses: { '201': media } } } },
    components: {
      schemas: {
        Id: { type: 'integer', readOnly: true },
        Pet: {
          allOf: [base, { required: ['id', 'name'] }],
          properties: { id: { $ref: '#/components/schemas/Id' }, name: { type: 'string' } },
        },
      },
    },
  };
  const validate = createSchemaValidator(document as never);
  const missing = (pointer: string, value: object) => validate(pointer, value).map(({ at }) => at.join('.'));

  test.each([
    ['#/paths/~1pets/post/requestBody/content/application~1json/schema', ['secret', 'name']],
    ['#/paths/~1pets/post/responses/201/content/application~1json/schema', ['id', 'name']],
    ['#/components/schemas/Pet', ['secret', 'id', 'name']],
  ])('%s', (pointer, names) => {
    expect(missing(pointer, {}).sort()).toEqual(names.sort());
  });
});

test.each([
  [19.99, 0.01, true],
  [0.3, 0.1, true],
  [1e15 + 0.5, 0.25, true],
  [19.995, 0.01, false],
  [7, 2, false],
  [0, 0.01, true],
])('%d is a multiple of %d: %s', (value, multipleOf, fits) => {
  const validate = createSchemaValidator({ components: { schemas: { A: { multipleOf } } } } as never);
  expect(validate('#/components/schemas/A', value)).toEqual(
    fits
      ? []
      : [
          expect.objectContaining({
            keyword: 'multipleOf',
            message: `must be multiple of ${multipleOf}`,
            params: { multipleOf },
          }),
        ],
  );
});

describe('an invalid schema', () => {
  const $id = '01234500-12f1-1234-aa12-b1d234cb567e';
  const document = {
    openapi: '3.1.0',
    'x-shapes': [{ $id, type: 5 }],
    components: {
      schemas: {
        A: {
          properties: { $id: { type: 'string' }, example: { type: 'number' }, $ref: { type: 'boolean' } },
          example: { $id },
          default: { $id, $ref: '#/nowhere' },
        },
        B: { example: { $id, $anchor: 'a' }, type: 'string' },
        C: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'string' },
        D: { type: 'nothing' },
        E: { enum: [{ $id, $ref: '#/nowhere' }] },
      },
    },
  };
  const validate = createSchemaValidator(document);
  const keywordsOf = (name: string, value: unknown) =>
    validate(`#/components/schemas/${name}`, value).map(({ at, keyword }) => `${at.join('.')} ${keyword}`);

  test('does not provide the name of a schema', () => {
    expect(keywordsOf('A', { $id: 1, example: 'x', $ref: 0 })).toEqual(['$id type', 'example type', '$ref type']);
    expect([keywordsOf('B', 1), keywordsOf('C', 1)]).toEqual([[' type'], [' type']]);
    expect([keywordsOf('E', { $id, $ref: '#/nowhere' }), keywordsOf('E', 1)]).toEqual([[], [' enum']]);
  });

  test('accepts any value if Ajv rejects the schema, and does not affect other schemas', () => {
    expect([keywordsOf('D', 1), keywordsOf('B', 1)]).toEqual([[], [' type']]);
  });
});

describe('a value that two variants of a oneOf accept', () => {
  const id = { type: 'string' };
  const name = { type: 'string' };
  const member = { type: 'object', required: ['id'], properties: { id } };
  const withName = { type: 'object', required: ['id'], properties: { id, name } };
  const either = (field: string) => ({ type: 'object', required: [field], properties: { id, name } });
  const check = (oneOf: object[], value: unknown) =>
    createSchemaValidator({ components: { schemas: { Member: { oneOf } } } } as never)(
      '#/components/schemas/Member',
      value,
    );

  test.each([
    ['one has only more optional properties', [member, withName], { id: 'a', name: 'b' }],
    ['both have only optional properties', [{ properties: { id } }, { properties: { name } }].map(toObject), {}],
    ['they are lists of such', [member, withName].map(toList), { list: [{ id: 'a' }] }],
  ])('is valid if %s', (_, oneOf, value) => {
    expect(check(oneOf, value)).toEqual([]);
  });

  test.each([
    ['each requires another property', [either('id'), either('name')], { id: 'a', name: 'b' }],
    ['they are numbers', [{ multipleOf: 3 }, { multipleOf: 5 }], 15],
    ['one is a number of the other', [{ type: 'integer' }, { type: 'number' }], 1],
  ])('is invalid if %s', (_, oneOf, value) => {
    expect(check(oneOf, value)).toMatchObject([{ keyword: 'oneOf' }]);
  });
});

function toObject(schema: object): object {
  return { type: 'object', ...schema };
}

function toList(items: object): object {
  return { type: 'object', required: ['list'], properties: { list: { type: 'array', items } } };
}
