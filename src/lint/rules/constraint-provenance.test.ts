import { describe, expect, it } from 'vitest';
import { findingsOf, testingDocument } from '../document-for-test.ts';
import { constraintProvenance } from './constraint-provenance.ts';

describe('constraint-provenance', () => {
  const good: object[] = [
    { type: 'string' },
    { type: 'string', maxLength: 3, pattern: 'a', 'x-provenance': 'documented' },
    { type: 'string', maxLength: 3, pattern: 'a', 'x-provenance': { maxLength: 'documented', pattern: 'assumed' } },
    { type: 'object', properties: { minimum: { type: 'integer' }, format: { type: 'string' } } },
    { type: 'string', default: 'x', example: { maxLength: 3 } },
  ];
  for (const schema of good) {
    it(`accepts ${JSON.stringify(schema)}`, () =>
      expect(findingsOf(constraintProvenance, withSchema(schema))).toEqual([]));
  }

  const bad: [object, string[]][] = [
    [{ type: 'string', maxLength: 3 }, ['/maxLength']],
    [{ type: 'number', minimum: 0, 'x-provenance': {} }, ['/minimum']],
    [{ maxLength: 3, pattern: 'a', 'x-provenance': { pattern: 'assumed' } }, ['/maxLength']],
    [{ type: 'array', items: { anyOf: [{ type: 'string' }, { format: 'uuid' }] } }, ['/items/anyOf/1/format']],
    [{ type: 'object', properties: { a: { const: null } } }, ['/properties/a/const']],
    [{ $ref: '#/components/schemas/Event', enum: [1] }, ['/enum']],
  ];
  for (const [schema, places] of bad) {
    it(`finds ${places} in ${JSON.stringify(schema)}`, () => {
      const found = findingsOf(constraintProvenance, withSchema(schema));
      expect(found.map(({ pointer }) => pointer)).toEqual(places.map((place) => `#/components/schemas/Own${place}`));
    });
  }
});

function withSchema(schema: object): object {
  const document = testingDocument();
  Object.assign(document.components.schemas, { Own: schema });
  return document;
}
