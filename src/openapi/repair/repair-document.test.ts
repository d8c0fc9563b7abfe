import { expect, it } from 'vitest';
import { readContract } from '../read/read-contract.ts';
import { upgradeDocument } from '../upgrade-document.ts';

const ok = { responses: { 200: { description: 'ok' } } };
const withSchema = (schema: unknown) => ({
  get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } },
});

/** By title: the item of the path `/a/{id}` or `/a`, more of the document, and the expected message. */
const faults: [title: string, item: unknown, more: object, messages: string[]][] = [
  ['no responses', { get: {} }, {}, ['The operation has no responses; any response is accepted.']],
  [
    'an invalid status',
    { get: { responses: { ...ok.responses, '2xx': { description: '' }, ok: {} } } },
    {},
    ['`2xx` is not a status; it is read as 2XX.', '`ok` is not a status; it is left out.'],
  ],
  [
    'a numeric operationId',
    { get: { operationId: 12, ...ok } },
    {},
    ['`operationId` must be a text: put it in quotes.'],
  ],
  [
    'a repeated operationId',
    { get: { operationId: 'x', ...ok }, put: { operationId: 'x', ...ok } },
    {},
    ['`operationId: x` is repeated; it is ignored here.'],
  ],
  [
    'an enumeration of another type',
    withSchema({ type: 'string', enum: [1, true, 'a'] }),
    {},
    ['`enum` has values that are not of the type string; they are read as such.'],
  ],
  ['tags as text', { get: { tags: 'x', ...ok } }, {}, ['`tags` must be a list.']],
  ['servers as an object', { get: ok }, { servers: { url: '/' } }, ['`servers` must be a list.']],
  [
    'an undefined security scheme',
    { get: { security: [{ nope: [] }], ...ok } },
    {},
    ['The requirement names `nope`, which is not a security scheme; it is ignored.'],
  ],
  [
    'a parameter in a body',
    { get: { parameters: [{ name: 'b', in: 'body' }], ...ok } },
    {},
    [
      'The parameter has no schema; any value is accepted.',
      'The parameter `b` is in `body`, which is no place for one; it is left out.',
    ],
  ],
  [
    'a query string that is no form',
    { get: { parameters: [{ name: 'q', in: 'querystring', content: { 'application/json': {} } }], ...ok } },
    {},
    ['The parameter `q` is in `querystring`, which is no place for one; it is left out.'],
  ],
  [
    'a dangling parameter',
    { get: { parameters: [{ $ref: '#/nope' }], ...ok } },
    {},
    ['`$ref: #/nope` cannot be resolved; the parameter is left out.'],
  ],
  [
    'a dangling response',
    { get: { responses: { 200: { $ref: '#/nope' } } } },
    {},
    ['`$ref: #/nope` cannot be resolved; any response with this status is accepted.'],
  ],
  [
    'an unused path parameter',
    { get: { parameters: [{ name: 'id', in: 'path', required: true, schema: {} }], ...ok } },
    {},
    ['The path parameter `id` is not in the path; it is left out.'],
  ],
  ['an unknown type', withSchema({ type: 'any' }), {}, ['`type: "any"` is invalid; any type is accepted.']],
  ['a file', withSchema({ type: 'file' }), {}, ['`type: "file"` is invalid; it is read as string.']],
  ['an empty enum', withSchema({ enum: [] }), {}, ['`enum: []` is invalid; it is ignored.']],
  [
    'a pattern of another language',
    withSchema({ pattern: '(?i)a' }),
    {},
    ['`pattern: "(?i)a"` is invalid; it is ignored.'],
  ],
  [
    'a pattern with delimiters',
    withSchema({ pattern: '/^a$/' }),
    {},
    ['`pattern: "/^a$/"` is invalid; it is read without the slashes around it.'],
  ],
  ['a pattern with flags', withSchema({ pattern: '/^a$/i' }), {}, ['`pattern: "/^a$/i"` is invalid; it is ignored.']],
  [
    'required as a flag',
    withSchema({ properties: { a: { required: true } } }),
    {},
    ['`required: true` is invalid; it is ignored.'],
  ],
  [
    'a list of schemas that are none',
    withSchema({ oneOf: ['string'] }),
    {},
    ['`oneOf` holds something that is not a schema; it is ignored.'],
  ],
  [
    'an exclusive bound as a flag',
    withSchema({ minimum: 0, exclusiveMinimum: true }),
    {},
    ['`exclusiveMinimum` is a flag, as in OpenAPI 3.0; it is read as such.'],
  ],
  [
    'a dangling schema',
    withSchema({ $ref: '#/nope' }),
    {},
    ['`$ref: #/nope` cannot be resolved; any value is accepted.'],
  ],
  [
    'a dangling mapping',
    withSchema({ oneOf: [{}], discriminator: { propertyName: 't', mapping: { a: '#/nope' } } }),
    {},
    ['`a: #/nope` leads to no schema; it is ignored.'],
  ],
];

it.each(faults)('reports %s, and reads the operation', (_, item, more, messages) => {
  const given = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/a': item, '/b': { get: ok } },
    ...more,
  };
  const { document, repairs } = upgradeDocument(structuredClone(given));
  expect(repairs.map(({ message }) => message)).toEqual(messages);
  expect(readContract(document).operations.map(({ path }) => path)).toEqual(expect.arrayContaining(['/a', '/b']));
  expect(upgradeDocument(structuredClone(document)).repairs).toEqual([]);
});

it('accepts any text for a placeholder without a parameter', () => {
  const given = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/a/{id}': { get: ok } } };
  const [operation] = readContract(given).operations;
  expect(operation?.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }]);
});
