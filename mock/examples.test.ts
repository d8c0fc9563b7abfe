import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import document from '../generated/openapi.json' with { type: 'json' };
import { readContract } from '../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../src/openapi/validate/schema-validator.ts';
import { packageRoot } from '../src/shared/package-root.ts';
import { createProtocolReader } from '../src/sse/stream-protocol.ts';
import { createMock } from './mock.ts';
import { eventsIn, mockForTest, requestTo } from './mock-for-test.ts';

const turn = { index_ids: ['a'], prompt: 'x' };
const prefer = (value: string) => ({ headers: { prefer: value } });

describe('a preference', () => {
  test.each([
    ['code=401', '', 401, { detail: expect.any(String) }],
    ['code=429', '/any', 429, { detail: expect.any(String) }],
    ['example=empty', '', 200, { items: [], next_page_token: null }],
    ['code=200; example=failedTurn', '/any/summary', 200, expect.objectContaining({ session_id: expect.any(String) })],
    [
      'code=422',
      '/any',
      422,
      { detail: expect.arrayContaining([expect.objectContaining({ loc: expect.any(Array) })]) },
    ],
    ['code=418', '', 404, { detail: expect.stringContaining('418') }],
    ['example=nope', '', 404, { detail: expect.stringContaining('nope') }],
    ['code=abc', '', 422, { detail: [expect.objectContaining({ loc: ['header', 'prefer'], type: 'unknown_code' })] }],
    ['dynamic=perhaps', '', 422, { detail: [expect.objectContaining({ type: 'unknown_dynamic' })] }],
    ['respond-async, wait=10', '', 200, { items: [], next_page_token: null }],
  ])('%s on %j returns %i', async (value, path, status, body) => {
    const { send } = mockForTest();
    const response = await send(path, prefer(value));
    expect([response.status, await response.json()]).toEqual([status, body]);
  });

  test('leaves the served document unchanged', async () => {
    const text = readFileSync(join(packageRoot, 'generated/openapi.json'), 'utf8');
    const own = JSON.parse(text);
    const { send } = mockForTest({ document: own, stateless: true });
    for (const path of ['', '/any', '/any/summary']) {
      const { status } = await send(path, prefer('dynamic=true'));
      expect(status).toBe(200);
    }
    expect(own).toEqual(JSON.parse(text));
  });

  test('dynamic=true generates a response that satisfies the schema', async () => {
    const { send } = mockForTest();
    const body = await (await send('/any/summary', prefer('dynamic=true'))).json();
    const operation = readContract(document).operations.find(({ id }) => id === 'getSessionSummary')!;
    const schema = operation.responses['200']!.content['application/json']!.schema!;
    expect(createSchemaValidator(document)(schema, body)).toEqual([]);
  });

  test.each([
    ['code=404', 404],
    ['code=409, example=streaming', 409],
  ])('%s works on the stream too, without a session', async (value, status) => {
    const { send } = mockForTest();
    const response = await send('/any/messages/stream', { json: turn, ...prefer(value) });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/json']);
    expect(await response.json()).toEqual({ detail: expect.any(String) });
  });

  test.each(['example=failedTurn', 'code=200', 'dynamic=true'])('%s returns a complete stream', async (value) => {
    const { send } = mockForTest();
    const response = await send('/any/messages/stream', { json: turn, ...prefer(value) });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const { protocol } = readContract(document).operations.find(({ id }) => id === 'streamMessages')!.stream!;
    const reader = createProtocolReader(protocol!);
    const events = await eventsIn(response);
    expect([
      ...events.flatMap(({ name, data }) => reader.read({ event: name, data: '' }, data)),
      ...reader.end(),
    ]).toEqual([]);
    expect(events.at(-1)!.data.is_error).toBe(value === 'example=failedTurn');
  });

  test('does not make an invalid request valid', async () => {
    const { send } = mockForTest();
    const response = await send('/any/title', { json: {}, ...prefer('code=404') });
    expect(response.status).toBe(422);
  });
});

test('returns the examples without state, whatever the id', async () => {
  const { send } = mockForTest({ stateless: true });
  expect((await send('/unknown')).status).toBe(200);
  const deleted = await send('/unknown', { method: 'DELETE' });
  expect([deleted.status, deleted.headers.get('content-type')]).toEqual([204, null]);
  expect((await send('', { json: {} })).status).toBe(201);
  expect((await send('?page_size=0&page_token=x')).status).toBe(200);
  expect((await send('?page_size=many')).status).toBe(422);
});

test('returns the examples of an operation without a handler if the request is valid', async () => {
  const paths = {
    '/notes/{note_id}': {
      put: {
        operationId: 'putNote',
        parameters: [{ name: 'note_id', in: 'path', required: true, schema: { type: 'integer' } }],
        requestBody: { required: true, content: { 'application/json': { schema: { type: ['string', 'null'] } } } },
        responses: { 200: { description: 'Kept.', content: { 'application/json': { example: { kept: true } } } } },
      },
    },
  };
  const { fetch } = createMock({ document: { openapi: '3.1.0', info: { title: 'Notes', version: '1' }, paths } });
  const put = (note: string, json: unknown) => {
    const request = requestTo('', { method: 'PUT', json });
    return fetch(new Request(`http://mock/notes/${note}`, request));
  };
  expect(await (await put('7', null)).json()).toEqual({ kept: true });
  expect((await put('seven', null)).status).toBe(422);
  expect((await put('7', 7)).status).toBe(422);
});
