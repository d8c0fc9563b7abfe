import { expect, it } from 'vitest';
import { readWholeDocument } from './read-whole-document.ts';

const schemas = (A: unknown) => ({ openapi: '3.1.0', components: { schemas: { A, B: { type: 'string' } } } });

it.each<[string, boolean, unknown]>([
  ['no reference', true, { type: 'string' }],
  ['a reference within', true, { items: [{ $ref: '#/components/schemas/B' }] }],
  ['a reference that leads nowhere', false, { $ref: '#/components/schemas/C' }],
  ['a reference that no pointer can be', false, { $ref: '#/components/%E0%A4%A' }],
  ['a reference to a file', false, { $ref: 'b.json' }],
  ['a reference to an address', false, { $ref: 'https://example.com/b' }],
  ['a mapping to a file', false, { discriminator: { propertyName: 'type', mapping: { b: './b.yaml' } } }],
])('%s: whole is %s', (_, whole, schema) => {
  expect(readWholeDocument(JSON.stringify(schemas(schema)))).toEqual(whole ? schemas(schema) : undefined);
});

it.each(['openapi: 3.1.0', '[]', '{'])('%s is no document in JSON', (text) => {
  expect(readWholeDocument(text)).toBeUndefined();
});
