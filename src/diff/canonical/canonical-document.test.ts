import { describe, expect, it } from 'vitest';
import { upgradeDocument } from '../../openapi/upgrade-document.ts';
import type { Loose } from '../documents-for-test.ts';
import { canonicalDocument } from './canonical-document.ts';

const pet = '#/components/schemas/Pet';
const simple = '#/components/schemas/Name';

function canonical(schema: object, openapi = '3.1.0'): Loose {
  const { document } = canonicalDocument(upgradeDocument(documentWith(schema, openapi)).document);
  return (document.components as Loose).schemas.Subject;
}

function documentWith(schema: object, openapi = '3.1.0') {
  const Name = { type: 'string', maxLength: 9 };
  const Pet = { type: 'object', properties: { name: { type: 'string' } } };
  return { openapi, info: {}, paths: {}, components: { schemas: { Subject: schema, Name, Pet } } };
}

describe('a nullable in any form', () => {
  const text = { type: ['string', 'null'], maxLength: 5 };
  it.each([
    ['a list of types', { type: ['null', 'string'], maxLength: 5 }],
    ['anyOf', { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] }],
    ['anyOf, null first', { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 5 }] }],
    ['oneOf', { oneOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] }],
    ['a null by const', { anyOf: [{ type: 'string', maxLength: 5 }, { const: null }] }],
    ['a null by enum', { oneOf: [{ enum: [null] }, { type: 'string', maxLength: 5 }] }],
  ])('%s', (_, schema) => {
    expect(canonical(schema)).toEqual(text);
  });

  it('nullable of OpenAPI 3.0', () => {
    expect(canonical({ type: 'string', nullable: true, maxLength: 5 }, '3.0.3')).toEqual(text);
  });

  it.each([
    ['anyOf', { anyOf: [{ $ref: pet }, { type: 'null' }] }, '3.1.0'],
    ['oneOf, null first', { oneOf: [{ type: 'null' }, { $ref: pet }] }, '3.1.0'],
    ['nullable beside allOf', { nullable: true, allOf: [{ $ref: pet }] }, '3.0.3'],
  ])('a reference: %s', (_, schema, version) => {
    expect(canonical(schema, version)).toEqual({ anyOf: [{ $ref: pet }, { type: 'null' }] });
  });

  it('a reference to a simple type is that type', () => {
    expect(canonical({ anyOf: [{ $ref: simple }, { type: 'null' }] })).toEqual({
      type: ['string', 'null'],
      maxLength: 9,
    });
  });

  it('includes null in an enum', () => {
    const wanted = { type: ['string', 'null'], enum: ['a', 'b', null] };
    expect(canonical({ anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] })).toEqual(wanted);
    expect(canonical({ type: ['string', 'null'], enum: ['a', 'b', null] })).toEqual(wanted);
    expect(canonical({ type: 'string', nullable: true, enum: ['a', 'b'] }, '3.0.0')).toEqual(wanted);
  });

  it('maps a value to its original place', () => {
    const { origin } = canonicalDocument(documentWith({ oneOf: [{ type: 'null' }, { type: 'string', maxLength: 5 }] }));
    expect(origin('#/components/schemas/Subject/maxLength')).toBe('#/components/schemas/Subject/oneOf/1/maxLength');
    expect(origin('#/components/schemas/Pet')).toBe('#/components/schemas/Pet');
  });
});

describe('a union that is not nullable', () => {
  it.each([
    ['two variants', { anyOf: [{ $ref: pet }, { type: 'string' }] }],
    ['one type', { type: 'string' }],
  ])('%s stays as it is', (_, schema) => {
    expect(canonical(schema)).toEqual(schema);
  });

  it('keeps a bound next to it', () => {
    expect(canonical({ maxLength: 3, anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] })).toEqual({
      maxLength: 3,
      type: ['string', 'null'],
      minLength: 1,
    });
  });
});

describe('equivalent forms', () => {
  const ok = { description: 'ok' };
  const parameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const get = (operation: object, item: object = {}) => ({
    openapi: '3.1.0',
    info: {},
    paths: { '/a/{id}': { get: { responses: { 200: ok }, ...operation }, ...item } },
  });
  const body = (schema: object, schemas: object = {}, openapi = '3.1.0') => ({
    openapi,
    info: {},
    paths: {
      '/a': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: { 200: ok } } },
    },
    components: { schemas },
  });
  const canonicalOf = (given: object) => canonicalDocument(upgradeDocument(given as Loose).document).document;
  const named = { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: { type: 'number' } } };

  const pairs: [title: string, one: object, other: object][] = [
    ['a parameter of a path', get({ parameters: [parameter] }), get({}, { parameters: [parameter] })],
    [
      'the defaults of a parameter',
      get({ parameters: [parameter, { name: 'q', in: 'query', schema: {} }] }),
      get({
        deprecated: false,
        parameters: [
          { ...parameter, style: 'simple', explode: false, deprecated: false },
          { name: 'q', in: 'query', schema: {}, style: 'form', explode: true, required: false, allowReserved: false },
        ],
      }),
    ],
    [
      'a list that is no form',
      get({ parameters: [parameter, { name: 'q', in: 'query', style: 'deepObject', schema: {} }] }),
      get({ parameters: [parameter, { name: 'q', in: 'query', style: 'deepObject', explode: false, schema: {} }] }),
    ],
    [
      'a reference in an allOf',
      body({ $ref: '#/components/schemas/A' }, { A: named }),
      body({ allOf: [{ $ref: '#/components/schemas/A' }] }, { A: named }),
    ],
    ['a union of one', body(named), body({ oneOf: [named] })],
    [
      'a union of scalars',
      body({ type: ['integer', 'string'], maxLength: 3, minimum: 1 }),
      body({
        oneOf: [
          { type: 'string', maxLength: 3 },
          { type: 'integer', exclusiveMinimum: 0 },
        ],
      }),
    ],
    ['values without a type', body({ type: 'string', enum: ['a', 'b'] }), body({ enum: ['b', 'a', 'b'] })],
    [
      'values as a union',
      body({ type: 'string', enum: ['a', 'b'] }),
      body({ oneOf: [{ const: 'b' }, { const: 'a' }] }),
    ],
    [
      'an allOf of one with a description',
      body({ ...named, description: 'D' }),
      body({ allOf: [named], description: 'D' }),
    ],
    [
      'parts of an allOf, one of them a new component',
      body(named),
      body(
        { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { b: { type: 'number' } } }] },
        { Base: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } },
      ),
    ],
    ['an allOf that only describes', body({ ...named, title: 'T' }), body({ ...named, allOf: [{ title: 'T' }] })],
    ['a list of one value', body({ type: 'string', enum: ['x'] }), body({ type: 'string', const: 'x' })],
    [
      'the defaults of a schema',
      body(named),
      body({ ...named, minProperties: 0, additionalProperties: true, readOnly: false }),
    ],
    [
      'no length and no bound',
      body({ type: 'string' }),
      body({ type: 'string', minLength: 0, nullable: false }, {}, '3.0.3'),
    ],
    [
      'an exclusive bound of integers',
      body({ type: 'integer', minimum: 1 }),
      body({ type: 'integer', exclusiveMinimum: 0 }),
    ],
    [
      'a nullable list of values',
      body({ type: 'string', nullable: true, enum: ['a', 'b'] }, {}, '3.0.3'),
      body({ type: ['string', 'null'], enum: ['a', 'b'] }),
    ],
    ['a component that nothing uses', body(named), body(named, { Unused: structuredClone(named) })],
  ];
  it.each(pairs)('is the same: %s', (_, one, other) => {
    expect(canonicalOf(other)).toEqual(canonicalOf(one));
  });

  const different: [title: string, one: object, other: object][] = [
    [
      'an allOf with a tighter bound',
      body({ type: 'string', maxLength: 9 }),
      body({ allOf: [{ type: 'string', maxLength: 9 }, { maxLength: 5 }] }),
    ],
    [
      'an exclusive bound of numbers',
      body({ type: 'number', minimum: 1 }),
      body({ type: 'number', exclusiveMinimum: 0 }),
    ],
    [
      'a closed part of an allOf',
      body({ ...named, additionalProperties: false }),
      body({ allOf: [named, { additionalProperties: false }] }),
    ],
    [
      'a union of values and of any text',
      body({ type: 'string' }),
      body({ anyOf: [{ type: 'string' }, { type: 'string', enum: ['a'] }] }),
    ],
    ['two patterns', body({ pattern: 'a' }), body({ allOf: [{ pattern: 'a' }, { pattern: 'b' }] })],
    [
      'explode',
      get({ parameters: [parameter, { name: 'q', in: 'query', schema: {} }] }),
      get({ parameters: [parameter, { name: 'q', in: 'query', schema: {}, explode: false }] }),
    ],
  ];
  it.each(different)('is not the same: %s', (_, one, other) => {
    expect(canonicalOf(other)).not.toEqual(canonicalOf(one));
  });
});
