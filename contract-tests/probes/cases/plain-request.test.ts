import { expect, test } from 'vitest';
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../../src/openapi/validate/schema-validator.ts';
import { plainRequest } from './plain-request.ts';

const ok = { '200': { description: 'ok' } };
const body = (type: string, media: object) => ({
  post: { requestBody: { required: true, content: { [type]: media } }, responses: ok },
});

/** The plain request of each operation, by its path. */
function requestsOf(paths: object, schemas: object = {}) {
  const info = { title: 't', version: '1' };
  const contract = readContract({ openapi: '3.1.0', info, paths, components: { schemas } } as never);
  const validate = createSchemaValidator(contract.document);
  const entries = contract.operations.map((one) => [one.path, plainRequest({ contract, validate }, one, new Map())]);
  return Object.fromEntries(entries);
}

test('creates a body for each text media type', () => {
  const list = { type: 'array', items: { type: 'string', enum: ['balance'] } };
  const form = { schema: { type: 'object', required: ['features'], properties: { features: list } } };
  const deep = { ...form, encoding: { features: { style: 'deepObject', explode: true } } };
  const requests = requestsOf({
    '/any-json': body('application/json', {}),
    '/form': body('application/x-www-form-urlencoded', form),
    '/optional': body('application/x-www-form-urlencoded', { schema: { properties: { a: { type: 'string' } } } }),
    '/deep': body('application/x-www-form-urlencoded', deep),
    '/lines': body('application/x-ndjson', {
      schema: { type: 'object', required: ['n'], properties: { n: { const: 1 } } },
    }),
    '/yaml': body('application/x-yaml', {
      schema: { type: 'object', required: ['n'], properties: { n: { const: 1 } } },
    }),
    '/script': body('application/javascript', { schema: { type: 'string' } }),
    '/picture': body('image/png', { schema: { type: 'string', format: 'binary' } }),
  });
  expect(requests).toMatchObject({
    '/any-json': { parts: { body: { json: {} } } },
    '/form': { parts: { body: { text: 'features=balance' } } },
    '/optional': { parts: { body: { text: 'a=string' } } },
    '/deep': { parts: { body: { text: 'features[0]=balance' } } },
    '/lines': { parts: { body: { text: '{"n":1}\n', contentType: 'application/x-ndjson' } } },
    '/yaml': { parts: { body: { text: '{"n":1}', contentType: 'application/x-yaml' } } },
    '/script': { parts: { body: { text: 'string', contentType: 'application/javascript' } } },
    '/picture': expect.stringContaining('No valid body'),
  });
});

test('names a file in a multipart body, wherever its schema is', async () => {
  const file = { type: 'string', contentMediaType: 'application/octet-stream' };
  const upload = { type: 'object', required: ['file[]', 'note'], properties: { 'file[]': file, note: { const: 'é' } } };
  const list = { required: ['files'], properties: { files: { type: 'array', minItems: 2, items: file } } };
  const requests = requestsOf(
    {
      '/one': body('multipart/form-data', { schema: { $ref: '#/components/schemas/Upload' } }),
      '/many': body('multipart/form-data', { schema: { allOf: [{ $ref: '#/components/schemas/List' }] } }),
      '/typed': body('multipart/form-data', {
        schema: { required: ['file'], properties: { file: {} } },
        encoding: { file: { contentType: 'image/*, text/csv' } },
      }),
    },
    { Upload: upload, List: { type: 'object', ...list } },
  );
  const parts = async (path: string) => {
    const request = requests[path];
    if (typeof request !== 'object') throw new Error(request);
    const { text, contentType } = request.parts.body as { text: string; contentType: string };
    const form = await new Response(text, { headers: { 'content-type': contentType } }).formData();
    return [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.type]);
  };
  const binary = 'application/octet-stream';
  expect(await parts('/one')).toEqual([
    ['file[]', binary],
    ['note', 'é'],
  ]);
  expect(await parts('/many')).toEqual([
    ['files', binary],
    ['files', binary],
  ]);
  expect(await parts('/typed')).toEqual([['file', 'image/png']]);
});

test('takes a parameter from the only variant that may match, and replaces an invalid example', () => {
  const get = (schema: object) => ({
    get: { parameters: [{ name: 'id', in: 'path', required: true, schema }], responses: ok },
  });
  const requests = requestsOf({
    '/one/{id}': get({
      oneOf: [
        { type: 'string', maxLength: 3 },
        { type: 'string', maxLength: 5, example: 'abcde' },
      ],
    }),
    '/two/{id}': get({ type: 'string', pattern: '^[a-z]$', example: 'hero' }),
  });
  expect(requests).toMatchObject({
    '/one/{id}': { parts: { path: { id: 'abcde' } } },
    '/two/{id}': { parts: { path: { id: expect.stringMatching(/^[a-z]$/) } } },
  });
});

test('tries operations that differ only in a fragment once', () => {
  const requests = requestsOf({
    '/a#one': { get: { responses: ok } },
    '/a': { get: { responses: ok } },
    '/b#x': { get: { responses: ok } },
  });
  expect(requests).toMatchObject({
    '/a#one':
      'Requests cannot distinguish it from get /a: their paths differ only in a fragment or in parameter names.',
    '/a': { parts: {} },
    '/b#x': { parts: {} },
  });
});
