import { describe, expect, test } from 'vitest';
import { runContractTests } from '../../contract-tests/run/run-contract-tests.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { type ReceivedRequest, sendJson, serve } from '../support/serve-for-test.ts';

const ok = { '200': { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } } };
const documentOf = (paths: object, more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths,
  ...more,
});

/** Runs the tests against a server that stores the requests that it receives. */
async function tryServer(
  document: Record<string, unknown>,
  status: (request: ReceivedRequest) => number = () => 200,
  options: object = {},
) {
  const { baseUrl, requests } = await serve((request, response) => sendJson(response, status(request), {}));
  const run = await runContractTests({ contract: readContract(document), baseUrl, strict: true, ...options });
  return { ...run, requests };
}

const user = documentOf({
  '/users/{name}': {
    get: {
      operationId: 'getUser',
      parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
      responses: ok,
    },
  },
});

describe('an operation counts as tried', () => {
  test('only if the server has the resource of the request', async () => {
    const { report } = await tryServer(user, () => 404);
    expect(report.tried).toEqual({ operations: 0, documented: 1 });
    expect(report.untried?.[0]?.reason).toContain('--param name=VALUE');
  });

  test('with a value of the user', async () => {
    const status = ({ url }: ReceivedRequest) => (url === '/users/ada' ? 200 : 404);
    const { report } = await tryServer(user, status, { params: { name: 'ada' } });
    expect(report.tried).toEqual({ operations: 1, documented: 1 });
  });

  test('if a document gives its GET a body, or its only success is a redirect', async () => {
    const schema = { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } };
    const requestBody = { required: true, content: { 'application/json': { schema } } };
    const parameters = ['User-Agent', 'Authorization', 'Accept'].map((name) => ({
      name,
      in: 'header',
      required: true,
      example: 'x',
    }));
    const responses = { '301': { description: 'elsewhere' } };
    const document = documentOf({ '/x': { get: { operationId: 'x', parameters, requestBody, responses } } });
    const { report, requests } = await tryServer(document, () => 301);
    expect(report.tried).toEqual({ operations: 1, documented: 1 });
    expect(report.violations.filter(({ operation }) => operation === 'x')).toEqual([]);
    expect(requests.some(({ headers }) => headers.authorization === 'x' || headers.accept === 'x')).toBe(false);
  });

  test('if it deletes a resource that does not exist', async () => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' }, example: 7 }];
    const document = documentOf({
      '/users/{id}': { delete: { operationId: 'removeUser', parameters, responses: ok } },
    });
    const { report, requests } = await tryServer(document);
    expect(report.tried).toEqual({ operations: 1, documented: 1 });
    expect(requests.filter(({ method, url }) => method === 'DELETE' && url === '/users/7')).toEqual([]);
    const { report: other } = await tryServer(document, () => 404);
    expect(other.tried).toEqual({ operations: 0, documented: 1 });
    expect(other.untried?.[0]?.reason).toBe('It deletes, and the run deletes only what it created.');
  });

  test.each([
    ['a response that only `default` documents', 'default', 'text/plain', 'text/plain, application/json;q=0.9'],
    ['nothing but refusals', '403', 'text/html', 'text/html, application/json;q=0.9'],
    ['a type of a vendor', '200', 'application/vnd.x.v1+json', 'application/vnd.x.v1+json'],
  ])('with %s', async (_, status, type, accept) => {
    const responses = { [status]: { description: 'ok', content: { [type]: {} } } };
    const { requests } = await tryServer(documentOf({ '/x': { get: { operationId: 'x', responses } } }));
    expect(requests[0]?.headers.accept).toBe(accept);
  });

  test('with a value that was generated from the schema', async () => {
    const { report } = await tryServer(user);
    expect(report.tried).toEqual({ operations: 1, documented: 1 });
  });
});

test.each([
  ['form', 'query', {}, '/x?p=1&p=2', '/x?x=1&y=a'],
  ['form', 'query', { explode: false }, '/x?p=1,2', '/x?p=x,1,y,a'],
  ['spaceDelimited', 'query', { explode: false }, '/x?p=1%202', undefined],
  ['pipeDelimited', 'query', { explode: false }, '/x?p=1%7C2', undefined],
  ['deepObject', 'query', {}, undefined, '/x?p[x]=1&p[y]=a'],
  ['simple', 'path', {}, '/x/1,2', '/x/x,1,y,a'],
  ['simple', 'path', { explode: true }, '/x/1,2', '/x/x=1,y=a'],
  ['label', 'path', {}, '/x/.1,2', '/x/.x,1,y,a'],
  ['label', 'path', { explode: true }, '/x/.1.2', '/x/.x=1.y=a'],
  ['matrix', 'path', {}, '/x/;p=1,2', '/x/;p=x,1,y,a'],
  ['matrix', 'path', { explode: true }, '/x/;p=1;p=2', '/x/;x=1;y=a'],
] as const)('serializes %s in %s %j in its style', async (style, place, how, list, object) => {
  const values = [
    [list, { schema: { type: 'array', items: { type: 'integer' } }, example: [1, 2] }],
    [object, { schema: { type: 'object' }, example: { x: 1, y: 'a' } }],
  ] as const;
  for (const [expected, value] of values) {
    if (expected === undefined) continue;
    const parameters = [{ name: 'p', in: place, required: true, style, ...how, ...value }];
    const path = place === 'path' ? '/x/{p}' : '/x';
    const { requests } = await tryServer(documentOf({ [path]: { get: { parameters, responses: ok } } }));
    const sent = requests.find(({ url }) => url.startsWith('/x'));
    expect(sent?.url.replaceAll('%5B', '[').replaceAll('%5D', ']')).toBe(expected);
  }
});

test('serializes headers, cookies and JSON parameters', async () => {
  const parameters = [
    { name: 'X-List', in: 'header', required: true, schema: { type: 'array' }, example: [1, 2] },
    { name: 'c', in: 'cookie', required: true, schema: { type: 'string' }, example: 'a b' },
    { name: 'j', in: 'query', required: true, content: { 'application/json': { example: { x: 1 } } } },
  ];
  const { requests } = await tryServer(documentOf({ '/x': { get: { parameters, responses: ok } } }));
  expect(requests[0]?.headers).toMatchObject({ 'x-list': '1,2', cookie: 'c=a%20b' });
  expect(requests[0]?.url).toBe(`/x?j=${encodeURIComponent('{"x":1}')}`);
});

describe('credentials', () => {
  const securitySchemes = {
    bearer: { type: 'http', scheme: 'bearer' },
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    mutual: { type: 'mutualTLS' },
  };
  const secured = (security: object[]) =>
    documentOf({ '/x': { get: { operationId: 'x', responses: ok } } }, { security, components: { securitySchemes } });

  test('are all sent if all are required', async () => {
    const document = secured([{ bearer: [], key: [] }]);
    const { requests } = await tryServer(document, undefined, { credentials: { bearer: 'b-secret', key: 'k-secret' } });
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer b-secret', 'x-key': 'k-secret' });
    expect(requests.some(({ headers }) => !headers.authorization && !headers['x-key'])).toBe(true);
  });

  test.each([
    ['bearer', 'authorization', 'X-Key: $KEY'],
    ['key', 'x-key', 'Authorization: Bearer $BEARER'],
  ])('are left out one at a time if all are required: %s', async (omitted, header, other) => {
    // The server checks only the other one.
    const status = ({ headers }: ReceivedRequest) =>
      Object.keys(headers).some((name) => name !== header && ['authorization', 'x-key'].includes(name)) ? 200 : 401;
    const credentials = { bearer: 'b-secret-1', key: 'k-secret-1' };
    const { report } = await tryServer(secured([{ bearer: [], key: [] }]), status, { credentials });
    const message = `x does not return 401 if the credential ${omitted} is missing.`;
    const found = report.violations.find((one) => one.message === message);
    expect(found).toMatchObject({ rule: 'credential-required', severity: 'error' });
    expect(found?.request).toContain(`-H "${other}"`);
    expect(found?.request.match(/-H/g)).toHaveLength(1);
    expect(JSON.stringify(report)).not.toMatch(/secret-1/);
  });

  test('are not left out if an alternative needs none of them', async () => {
    const document = secured([{ bearer: [], key: [] }, { bearer: [] }]);
    const { requests } = await tryServer(document, undefined, { credentials: { bearer: 'b', key: 'k' } });
    const partial = requests.filter(({ headers }) => headers.authorization === 'Bearer b' && !headers['x-key']);
    expect(partial).toEqual([]);
  });

  test('satisfy the alternative that the user chose', async () => {
    const document = secured([{ bearer: [] }, { key: [] }]);
    const { requests } = await tryServer(document, undefined, { credentials: { key: 'k-secret' } });
    expect(requests[0]?.headers['x-key']).toBe('k-secret');
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  test.each([
    ['query', 'X-Key', (url: string) => url],
    ['header', 'x-key', (_: string, key: unknown) => String(key)],
  ])('are sent once if the document also lists them as a parameter in %s', async (place, name, read) => {
    const parameters = [{ name, in: place, required: true, schema: { type: 'string' }, example: 'YOUR_KEY' }];
    const document = documentOf(
      { '/x': { get: { operationId: 'x', parameters, responses: ok } } },
      {
        security: [{ key: [] }],
        components: { securitySchemes: { key: { type: 'apiKey', in: place, name: 'X-Key' } } },
      },
    );
    const isKnown = ({ url, headers }: ReceivedRequest) => read(url, headers['x-key']).includes('k-secret');
    const status = (request: ReceivedRequest) => (isKnown(request) ? 200 : 401);
    const { report, requests } = await tryServer(document, status, { credentials: { key: 'k-secret' } });
    expect(JSON.stringify(requests)).not.toContain('YOUR_KEY');
    expect(report.rules.find(({ id }) => id === 'credential-required')?.status).toBe('kept');
    expect(report.violations.filter(({ operation }) => operation === 'x')).toEqual([]);
  });

  test('are not sent if a certificate is required', async () => {
    const { requests } = await tryServer(secured([{ mutual: [] }]));
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });
});

test.each([
  [404, []],
  [500, ['no-server-error']],
])('accepts a server that returns %d for a missing resource', async (status, expected) => {
  const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string', readOnly: true } } };
  const json = { 'application/json': { schema } };
  const document = documentOf({
    '/users': {
      post: {
        operationId: 'add',
        requestBody: { content: json },
        responses: { '201': { description: 'ok', content: json } },
      },
    },
    '/users/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'get', responses: { '200': { description: 'ok', content: json } } },
    },
  });
  const { baseUrl } = await serve(({ method, url }, response) => {
    if (method === 'POST' && url === '/users') return sendJson(response, 201, { id: 'ada-1' });
    return sendJson(response, url !== '/users/ada-1' ? status : method === 'GET' ? 200 : 404, { id: 'ada-1' });
  });
  const { report } = await runContractTests({ contract: readContract(document), baseUrl, rules: ['no-server-error'] });
  expect([...new Set(report.violations.map(({ rule }) => rule))]).toEqual(expected);
});

describe('unsupported methods', () => {
  const document = documentOf({
    '/x': { get: { operationId: 'x', responses: ok } },
    '/y': { get: { operationId: 'y', responses: ok } },
  });

  test('are not sent to a path whose operations are all excluded', async () => {
    const { requests } = await tryServer(document, undefined, { excludedOperations: ['y'] });
    expect(requests.filter(({ url }) => url.startsWith('/y'))).toEqual([]);
    expect(requests.some(({ url, method }) => url === '/x' && method !== 'GET')).toBe(true);
  });

  test('may get a 404 from another API: it is a warning at most', async () => {
    const status = ({ method, url }: ReceivedRequest) => (method === 'GET' && /^\/[xy]$/.test(url) ? 200 : 404);
    const { report } = await tryServer(document, status, { strict: false });
    expect(report.violations.map(({ rule, severity }) => [rule, severity])).toEqual(
      report.violations.map(() => ['wrong-method-refused', 'warning']),
    );
    expect(report.conforms).toBe(true);
  });
});
