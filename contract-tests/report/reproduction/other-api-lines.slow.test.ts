import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { runContractTests } from '../../run/run-contract-tests.ts';
import type { ReportedViolation } from '../report.ts';

const book = {
  type: 'object',
  required: ['id', 'title', 'pages'],
  properties: { id: { type: 'integer' }, title: { type: 'string' }, pages: { type: 'integer' } },
};
const answer = (status: string, schema: object) => ({
  [status]: { description: '', content: { 'application/json': { schema } } },
});
const sent = { ...book, required: ['title'], properties: { title: { type: 'string', maxLength: 20 } } };
const requestBody = { required: true, content: { 'application/json': { schema: sent } } };
const parameters = [{ name: 'book_id', in: 'path', required: true, schema: { type: 'string' } }];
const document = {
  openapi: '3.1.0',
  info: { title: 'Books', version: '1' },
  paths: {
    '/books': {
      get: { operationId: 'listBooks', responses: answer('200', { type: 'array', items: book }) },
      post: { operationId: 'createBook', requestBody, responses: answer('201', book) },
    },
    '/books/{book_id}': {
      parameters,
      get: { operationId: 'readBook', responses: answer('200', book) },
      put: { operationId: 'changeBook', requestBody, responses: answer('200', { type: 'object' }) },
      delete: { operationId: 'deleteBook', responses: { 204: { description: '' } } },
    },
  },
};

// Stores whatever it receives, and omits the pages from its list.
const books = new Map<number, Record<string, unknown>>();
let latest = 0;
const server = createServer(async (request, response) => {
  const [, , id] = (request.url ?? '').split('/');
  const known = books.get(Number(id));
  const reply = (status: number, value?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  const body = await readJson(request);
  if (id === undefined && request.method === 'GET')
    return reply(
      200,
      [...books].map(([, { pages: _, ...rest }]) => rest),
    );
  if (id === undefined && request.method === 'POST') {
    latest += 1;
    books.set(latest, { pages: 1, ...body, id: latest });
    return reply(201, books.get(latest));
  }
  if (!known) return reply(404, {});
  if (request.method === 'PUT') books.set(Number(id), { ...known, ...body, id: Number(id) });
  if (request.method === 'DELETE') books.delete(Number(id));
  return request.method === 'DELETE' ? reply(204) : reply(200, request.method === 'GET' ? known : {});
});

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());

test('the reproductions for another API show the violation, and delete what they create', {
  timeout: 120_000,
}, async () => {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { report } = await runContractTests({ contract: readContract(document), baseUrl });
  const found = new Map<string, ReportedViolation>();
  for (const one of report.violations) found.set(`${one.rule} ${one.operation} ${one.message}`, one);
  expect([...new Set(report.violations.map(({ rule, operation }) => `${rule} ${operation}`))]).toEqual(
    expect.arrayContaining([
      'response-body-schema listBooks',
      'response-body-schema createBook',
      'request-type-refused createBook',
      'request-required-refused changeBook',
      'wrong-method-refused PATCH /books/{book_id}',
    ]),
  );
  expect(books.size).toBe(0);
  for (const [name, { reproduce, received }] of found) {
    const { stdout } = await promisify(execFile)('bash', ['-c', reproduce]);
    const missing = /^no .*?(\w+)$/.exec(received);
    if (missing) expect(stdout, name).toMatch(/"id":\d/);
    if (missing) expect(stdout, name).not.toContain(`"${missing[1]}"`);
    else if (/^\d{3}/.test(received)) expect(stdout, name).toContain(`HTTP/1.1 ${received.slice(0, 3)}`);
    else expect(stdout, name).toContain(received.split(': ').at(-1));
    expect(books.size, name).toBe(0);
  }
});
