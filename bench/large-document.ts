import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';

/**
 * A document of `operations` operations over `schemas` schemas that refer to others, like generated documents of large
 * services. The same arguments give the same document.
 */
export function largeDocument(operations = 240, schemas = 400): OpenApiDocument {
  const component = (index: number) => ({ $ref: `#/components/schemas/Model${index % schemas}` });
  const json = (index: number) => ({ 'application/json': { schema: component(index) } });
  const paths = Array.from({ length: Math.ceil(operations / 2) }, (_, index) => [
    `/resources${index}/{id}`,
    {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'a' }],
      get: {
        operationId: `getResource${index}`,
        summary: `Resource ${index}`,
        responses: { '200': { description: 'It.', content: json(index) }, '404': { description: 'Not there.' } },
      },
      put: {
        operationId: `putResource${index}`,
        summary: `Change resource ${index}`,
        requestBody: { required: true, content: json(index * 7) },
        responses: { '200': { description: 'Changed.', content: json(index * 3) } },
      },
    },
  ]);
  const models = Array.from({ length: schemas }, (_, index) => [
    `Model${index}`,
    {
      type: 'object',
      description: `The model ${index}.`,
      required: ['id'],
      properties: {
        id: { type: 'string', maxLength: 64 },
        count: { type: ['integer', 'null'], minimum: 0 },
        kind: { enum: ['a', 'b', 'c'] },
        // References go a few levels deep; the first schemas have none.
        next: index < 4 ? { type: 'string' } : { anyOf: [component(index >> 2), { type: 'null' }] },
        others: { type: 'array', items: index < 8 ? { type: 'string' } : component(index >> 3) },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Large', version: '1.0.0' },
    servers: [{ url: 'https://large.example.com' }],
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(models) },
  };
}
