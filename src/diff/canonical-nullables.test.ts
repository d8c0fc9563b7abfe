import { describe, expect, it } from 'vitest';
import { upgradeDocument } from '../openapi/upgrade-document.ts';
import { canonicalNullables } from './canonical-nullables.ts';
import type { Loose } from './documents-for-test.ts';

const pet = '#/components/schemas/Pet';
const simple = '#/components/schemas/Name';

function canonical(schema: object, openapi = '3.1.0'): Loose {
  const { document } = canonicalNullables(upgradeDocument(documentWith(schema, openapi)).document);
  return (document.components as Loose).schemas.Subject;
}

function documentWith(schema: object, openapi = '3.1.0') {
  const Name = { type: 'string', maxLength: 9 };
  const Pet = { type: 'object', properties: { name: { type: 'string' } } };
  return { openapi, info: {}, paths: {}, components: { schemas: { Subject: schema, Name, Pet } } };
}

describe('a nullable, however it is written', () => {
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

  it('a fixed set of values has null among them', () => {
    const wanted = { type: ['string', 'null'], enum: ['a', 'b', null] };
    expect(canonical({ anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] })).toEqual(wanted);
    expect(canonical({ type: ['string', 'null'], enum: ['a', 'b', null] })).toEqual(wanted);
    expect(canonical({ type: 'string', nullable: true, enum: ['a', 'b'] }, '3.0.0')).toEqual(wanted);
  });

  it('says where a value stood before', () => {
    const { origin } = canonicalNullables(
      documentWith({ oneOf: [{ type: 'null' }, { type: 'string', maxLength: 5 }] }),
    );
    expect(origin('#/components/schemas/Subject/maxLength')).toBe('#/components/schemas/Subject/oneOf/1/maxLength');
    expect(origin('#/components/schemas/Pet')).toBe('#/components/schemas/Pet');
  });
});

describe('what is no nullable', () => {
  it.each([
    ['two variants', { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['one type', { type: 'string' }],
  ])('%s stays as it is', (_, schema) => {
    expect(canonical(schema)).toEqual(schema);
  });

  it('a bound beside it is not lost', () => {
    expect(canonical({ maxLength: 3, anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] })).toEqual({
      maxLength: 3,
      type: ['string', 'null'],
      minLength: 1,
    });
  });
});
