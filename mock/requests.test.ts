import { describe, expect, test } from 'vitest';
import { mockForTest, requestTo } from './mock-for-test.ts';

const stream = { index_ids: ['a'], prompt: 'x' };

describe('a path and a method', () => {
  test.each(['/nothing/here/at/all', '/%E0%A4%A', '/%', '/a%2Fb/nothing'])(
    'returns a 404 in the error format for %s',
    async (path) => {
      const { send } = mockForTest();
      const response = await send(path);
      expect([response.status, await response.json()]).toEqual([404, { detail: expect.any(String) }]);
    },
  );

  test.each([
    ['PUT', '', 'GET, HEAD, POST'],
    ['HEAD', '/ses_unknown/messages/stream', 'POST'],
    ['OPTIONS', '/ses_unknown', 'GET, HEAD, DELETE'],
    ['DELETE', '/ses_unknown/summary', 'GET, HEAD'],
  ])('returns 405 for %s on %j, with the allowed methods', async (method, path, allowed) => {
    const { mock } = mockForTest();
    const response = await mock.fetch(requestTo(path, { method, headers: { authorization: '' } }));
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
  });

  test('returns the headers of GET for HEAD, without a body', async () => {
    const { send } = mockForTest();
    const got = await send('');
    const response = await send('', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(response.headers.get('content-length')).toBe(String((await got.text()).length));
    expect(await response.text()).toBe('');
    expect((await send('', { method: 'HEAD', headers: { authorization: '' } })).status).toBe(401);
  });
});

describe('a credential', () => {
  test.each([
    ['any bearer token', undefined, { authorization: 'bearer whatever' }, 200],
    ['the session cookie', undefined, { authorization: '', cookie: 'a=b; session=abc' }, 401],
    ['the right token', 'right', { authorization: 'Bearer right' }, 200],
    ['a wrong token', 'right', { authorization: 'Bearer wrong-secret' }, 401],
    ['another scheme', undefined, { authorization: 'Basic secret' }, 401],
    ['a wrong token for every mock', undefined, { authorization: 'Bearer invalid-secret' }, 401],
    ['an empty token', undefined, { authorization: 'Bearer ' }, 401],
  ])('returns %s if the mock requires the token %j', async (_, token, headers, status) => {
    const { mock } = mockForTest(token ? { token } : {});
    const response = await mock.fetch(requestTo('', { headers }));
    expect(response.status).toBe(status);
    if (status === 200) return;
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.text()).toMatch(/^\{"detail":"(?!.*(secret|wrong))/);
  });

  test('may be the session cookie if there is no Authorization', async () => {
    const { mock } = mockForTest();
    const request = requestTo('', { headers: { cookie: 'a=b; session=abc' } });
    request.headers.delete('authorization');
    expect((await mock.fetch(request)).status).toBe(200);
  });

  test('is checked before the rest of the request', async () => {
    const { mock } = mockForTest();
    const headers = { authorization: '' };
    expect((await mock.fetch(requestTo('/x/messages/stream', { json: {}, headers }))).status).toBe(401);
  });
});

describe('an invalid request', () => {
  const tooMany = Array.from({ length: 11 }, (_, index) => `i${index}`);
  test.each([
    ['page_size', '?page_size=0', {}, ['query', 'page_size'], 'greater_than_equal', { ge: 1 }],
    ['page_size', '?page_size=abc', {}, ['query', 'page_size'], 'int_parsing', undefined],
    ['page_size', '?page_size=1.5', {}, ['query', 'page_size'], 'int_parsing', undefined],
    ['project_id', '?project_id=1', {}, ['query', 'project_id'], 'uuid_parsing', undefined],
    ['organization_id', '/s?organization_id=', {}, ['query', 'organization_id'], 'uuid_parsing', undefined],
    ['a body of another type', '', { json: [] }, ['body'], 'dict_type', undefined],
    ['index_ids', '', { json: { index_ids: 'a' } }, ['body', 'index_ids'], 'list_type', undefined],
    [
      'too many index_ids',
      '',
      { json: { index_ids: tooMany } },
      ['body', 'index_ids'],
      'too_long',
      { max_length: 10, actual_length: 11 },
    ],
    ['an index id', '', { json: { index_ids: ['a', 1] } }, ['body', 'index_ids', 1], 'string_type', undefined],
    ['no first_message', '/s/title', { json: {} }, ['body', 'first_message'], 'missing', undefined],
    [
      'an empty first_message',
      '/s/title',
      { json: { first_message: '' } },
      ['body', 'first_message'],
      'string_too_short',
      { min_length: 1 },
    ],
    ['no body', '/s/title', { method: 'POST' }, ['body'], 'missing', undefined],
    [
      'null for a text',
      '/s/title',
      { json: { first_message: null } },
      ['body', 'first_message'],
      'string_type',
      undefined,
    ],
    [
      'no index_ids',
      '/s/messages/stream',
      { json: { ...stream, index_ids: [] } },
      ['body', 'index_ids'],
      'too_short',
      { min_length: 1, actual_length: 0 },
    ],
    [
      'a long prompt',
      '/s/messages/stream',
      { json: { ...stream, prompt: 'x'.repeat(1001) } },
      ['body', 'prompt'],
      'string_too_long',
      { max_length: 1000 },
    ],
    ['malformed JSON', '', { method: 'POST', body: '{"index_ids": ["a",}' }, ['body'], 'json_invalid', undefined],
    ['half a JSON', '', { method: 'POST', body: '{"a' }, ['body'], 'json_invalid', undefined],
    ['no UTF-8', '', { method: 'POST', body: Uint8Array.of(0x22, 0xff, 0x22) }, ['body'], 'json_invalid', undefined],
    [
      'deep nesting',
      '',
      { method: 'POST', body: '['.repeat(200_000) + ']'.repeat(200_000) },
      ['body'],
      'json_invalid',
      undefined,
    ],
    [
      'a form',
      '',
      { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      ['body'],
      'content_type_invalid',
      undefined,
    ],
    [
      'a compressed body',
      '',
      { json: {}, headers: { 'content-encoding': 'gzip' } },
      ['body'],
      'content_encoding_invalid',
      undefined,
    ],
  ])('%s at %j is rejected with the name of the field', async (_, path, init, loc, type, ctx) => {
    const { send } = mockForTest();
    const response = await send(path, init as RequestInit);
    const { detail } = await response.json();
    expect([response.status, detail]).toEqual([422, [expect.objectContaining({ loc, type, msg: expect.any(String) })]]);
    expect(detail[0].ctx).toEqual(ctx);
  });

  test('gets a list of all its problems, at most twenty', async () => {
    const { read } = mockForTest();
    const both = await read('/s/messages/stream?project_id=x', { json: {} });
    expect(both.detail.map((entry: { loc: string[] }) => entry.loc)).toEqual([
      ['query', 'project_id'],
      ['body', 'index_ids'],
      ['body', 'prompt'],
    ]);
    const many = await read('/s/messages/stream', { json: { prompt: 'x', index_ids: Array(5000).fill(1) } });
    expect(many.detail).toHaveLength(20);
  });

  test('does not get its long values repeated', async () => {
    const { send } = mockForTest();
    const response = await send('/s/title', { json: { first_message: { text: 'x'.repeat(100_000) } } });
    expect((await response.text()).length).toBeLessThan(500);
  });

  test('returns 413 if its body exceeds the limit', async () => {
    const { send } = mockForTest({ bodyLimit: 1000 });
    const response = await send('', { json: { filler: 'x'.repeat(1000) } });
    expect([response.status, await response.json()]).toEqual([413, { detail: expect.stringContaining('1000 bytes') }]);
  });

  test('is not one with 1000 characters, emoji counted once, and ten indexes', async () => {
    const { send, create } = mockForTest();
    const ids = tooMany.slice(1);
    const id = await create(ids);
    const response = await send(`/${id}/messages/stream`, { json: { index_ids: ids, prompt: '😀'.repeat(1000) } });
    expect(response.status).toBe(200);
  });
});

describe('another origin', () => {
  const origin = 'http://localhost:5173';

  test('may send the method and headers that its preflight names', async () => {
    const { mock } = mockForTest();
    const headers = {
      origin,
      authorization: '',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-own',
    };
    const response = await mock.fetch(requestTo('/s/messages/stream', { method: 'OPTIONS', headers }));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization,content-type,x-own',
      'access-control-allow-methods': expect.stringContaining('DELETE'),
      vary: 'origin',
    });
  });

  test.each([
    ['an answer', '', {}, 200],
    ['a refusal', '', { headers: { authorization: '' } }, 401],
    ['an unknown path', '/a/b/c', {}, 404],
  ])('may read %s', async (_, path, init, status) => {
    const { send } = mockForTest();
    const headers = { ...(init as { headers?: Record<string, string> }).headers, origin };
    const response = await send(path, { headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-expose-headers')).toContain('x-mock-fault');
  });

  test('may read a stream', async () => {
    const { create, turn } = mockForTest();
    const response = await turn(await create(), 'x', { headers: { origin } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });
});

describe('the log', () => {
  test('has a line for each response, without credentials', async () => {
    const lines: string[] = [];
    const { formatLogEntry } = await import('./http/log.ts');
    const { send } = mockForTest({ log: (entry) => lines.push(formatLogEntry(entry)) });
    await send('?page_token=secret-query');
    await send('/x/summary');
    expect(lines).toEqual([
      expect.stringMatching(/^GET \/api\/v1\/chat 422 \d+ ms\n$/),
      expect.stringMatching(/^GET \/api\/v1\/chat\/x\/summary 404 \d+ ms\n$/),
    ]);
    expect(lines.join('')).not.toContain('secret');
  });
});
