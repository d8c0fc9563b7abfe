import { expect, test } from 'vitest';
import { partOfDocument } from './part-of-document.ts';

const answer = (schema: object) => ({
  get: { responses: { '200': { description: 'It.', content: { 'application/json': { schema } } } } },
});
const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const document = {
  openapi: '3.1.0',
  paths: {
    '/a': answer(to('A~1B')),
    '/c': answer({ $ref: '#/paths/~1a/get/responses/200/content/application~1json/schema' }),
  },
  components: {
    schemas: { 'A/B': { items: to('Self') }, Self: { properties: { self: to('Self') } }, Other: { type: 'string' } },
    securitySchemes: { Key: { type: 'http', scheme: 'bearer' } },
  },
};

test('copies only the schemas that the item refers to', () => {
  const { paths, components } = partOfDocument(document, '/a', document.paths['/a']);
  expect(paths).toEqual({ '/a': document.paths['/a'] });
  const { 'A/B': first, Self } = document.components.schemas;
  expect(components).toEqual({ ...document.components, schemas: { 'A/B': first, Self } });
});

test('copies the whole document for an item that refers into another path', () => {
  const item = document.paths['/c'];
  expect(partOfDocument(document, '/d', item)).toEqual({ ...document, paths: { ...document.paths, '/d': item } });
});
