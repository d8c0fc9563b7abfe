import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { eventsIn, mockForTest } from '../mock-for-test.ts';
import { createFakeClock } from '../node/fake-clock.ts';
import { type RunningMock, type StartOptions, startMock } from '../node/start-mock.ts';

const running: RunningMock[] = [];
afterEach(() => Promise.all(running.splice(0).map((mock) => mock.close())));

async function start(options: StartOptions = {}) {
  const mock = await startMock({ speed: 'max', seed: 'none', ...options });
  running.push(mock);
  const call = (path: string, json?: unknown, headers: Record<string, string> = {}, method?: string) =>
    fetch(mock.url + path, {
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: { authorization: 'Bearer secret-token', 'content-type': 'application/json', ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  const create = async (headers?: Record<string, string>): Promise<string> =>
    (await (await call('/api/v1/chat', {}, headers)).json()).session_id;
  const turn = (id: string, prompt = 'Hello', headers?: Record<string, string>) =>
    call(`/api/v1/chat/${id}/messages/stream`, { index_ids: ['a'], prompt }, headers);
  const listed = async (headers?: Record<string, string>): Promise<string[]> =>
    (await (await call('/api/v1/chat', undefined, headers)).json()).items.map(
      (item: { session_id: string }) => item.session_id,
    );
  return { mock, call, create, turn, listed };
}

const session = { session_id: 'ses_made', minutes_ago: 1, generated_title: 'Made' };

describe('a test', () => {
  test('seeds and resets', async () => {
    const { mock, create, listed } = await start({ seed: { sessions: [{ ...session, session_id: 'ses_start' }] } });
    await mock.seed({ sessions: [session] });
    const created = await create();
    expect((await listed()).sort()).toEqual(['ses_made', 'ses_start', created].sort());
    await mock.reset();
    expect(await listed()).toEqual(['ses_start']);
    await mock.reset('none');
    expect(await listed()).toEqual([]);
    await expect(mock.seed({ sessions: [{ session_id: 'x', minutes_ago: -1 }] })).rejects.toThrow('minutes_ago must');
    expect(Object.keys(await mock.sessions())).toEqual([]);
  });

  test('queues responses for one operation, each for a number of times', async () => {
    const { mock, create, turn, call } = await start();
    const id = await create();
    mock.next({ operation: 'streamMessages', scenario: 'no-deltas' });
    mock.next({ operation: 'streamMessages', fault: ['end-after-event:1', 'latency:0:0'], scenario: 'plain-answer' });
    mock.next({
      operation: 'getSession',
      response: { status: 418, headers: { 'X-Kettle': 'on' }, body: { hot: true } },
    });
    mock.next({ operation: 'listSessions', response: { body: 'text' }, times: 2 });
    expect((await call(`/api/v1/chat/${id}/summary`)).status).toBe(200);
    const first = await turn(id);
    expect(first.headers.get('x-mock-scenario')).toBe('no-deltas');
    await eventsIn(first);
    const second = await turn(id);
    expect(second.headers.get('x-mock-scenario')).toBe('plain-answer');
    expect(second.headers.get('x-mock-fault')).toBe('end-after-event:1');
    expect(await eventsIn(second)).toHaveLength(1);
    expect(await eventsIn(await turn(id))).not.toHaveLength(1);
    const kettle = await call(`/api/v1/chat/${id}`);
    expect([kettle.status, kettle.headers.get('x-kettle'), await kettle.json()]).toEqual([418, 'on', { hot: true }]);
    const texts = [];
    for (let count = 0; count < 3; count++) texts.push(await (await call('/api/v1/chat')).text());
    expect(texts).toEqual(['text', 'text', expect.stringMatching(/^\{"items"/)]);
  });

  test.each([
    [{ operation: 'nope' }, /Unknown operation "nope"\. Expected listSessions, /],
    [{ scenario: 'nope' }, /Unknown scenario "nope"\. Expected error-stop, /],
    [{ fault: 'nope' }, /Invalid fault "nope"\. Expected undocumented-status, /],
    [{ fault: 'latency:soon' }, /Invalid fault "latency:soon"\. MS must be a number of milliseconds, not "soon"/],
    [{ fault: 'stream-cut:3' }, /stream-cut accepts no value/],
    [{ times: 0 }, /times must be a whole number of at least 1, not 0/],
    [{ response: { status: 99 } }, /response must be/],
    [{ response: { headers: { 'bad name': 'x' } } }, /response must be/],
    [{ delay: 3 }, /next has no field "delay". Expected operation, scenario/],
  ])('gets an error for an invalid %j immediately', async (answer, message) => {
    const { mock } = await start();
    expect(() => mock.next(answer as never)).toThrow(message);
  });

  test('reads the requests, without their credentials, and waits for one', async () => {
    const { mock, create, turn } = await start();
    const waiting = mock.waitForRequest({ operation: 'streamMessages' });
    const id = await create();
    await eventsIn(await turn(id, 'Hello', { cookie: 'session=secret-cookie' }));
    const seen = await waiting;
    expect(seen).toMatchObject({
      number: 2,
      method: 'POST',
      path: `/api/v1/chat/${id}/messages/stream`,
      operation: 'streamMessages',
      body: { index_ids: ['a'], prompt: 'Hello' },
      status: 200,
      scenario: 'retrieval',
      faults: [],
    });
    expect(seen.headers).toMatchObject({ authorization: '(hidden)', cookie: '(hidden)' });
    expect(JSON.stringify(mock.requests())).not.toContain('secret');
    expect(mock.requests({ method: 'post' }).map(({ operation }) => operation)).toEqual([
      'createSession',
      'streamMessages',
    ]);
    expect((await mock.waitForRequest({ operation: 'createSession' })).number).toBe(1);
    await expect(mock.waitForRequest({ operation: 'createSession' }, { timeout: 1 })).rejects.toThrow(
      /No request matched \{"operation":"createSession"\} within 1 ms. Received: POST .*200/,
    );
  });

  test('sees requests numbered in order of arrival', async () => {
    const { mock, call } = await start();
    mock.next({ operation: 'listSessions', fault: 'latency:200:200' });
    const slow = call('/api/v1/chat');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await call('/api/v1/chat/ses_none');
    expect(mock.requests().map(({ number }) => number)).toEqual([2]);
    await slow;
    expect(mock.requests().map(({ number, operation }) => [number, operation])).toEqual([
      [1, 'listSessions'],
      [2, 'getSession'],
    ]);
  });

  test('plays a two-minute turn in milliseconds with a fake clock', async () => {
    const clock = createFakeClock();
    const { mock, create, turn } = await start({ speed: 0.03, clock });
    const id = await create();
    const streamed = eventsIn(await turn(id));
    await mock.waitForRequest({ operation: 'streamMessages' });
    await clock.advance(100_000);
    expect((await mock.sessions()).default![0]).toMatchObject({ events: [] });
    await clock.advance(200_000);
    expect((await streamed).at(-1)!.data).toMatchObject({ type: 'stop', is_error: false });
  });

  test('shares a mock with others by its own X-Mock-Session', async () => {
    const { mock, create, listed, call } = await start({ seed: { sessions: [session] } });
    const abc = { 'x-mock-session': 'abc' };
    const created = await create(abc);
    expect(await listed(abc)).toEqual([created, 'ses_made']);
    expect(await listed({ 'x-mock-session': 'other' })).toEqual(['ses_made']);
    expect(await listed()).toEqual(['ses_made']);
    mock.session('abc').next({ response: { status: 503 } });
    expect((await call('/api/v1/chat')).status).toBe(200);
    expect((await call('/api/v1/chat', undefined, abc)).status).toBe(503);
    expect(mock.session('abc').requests()).toHaveLength(3);
    await mock.session('abc').reset();
    expect(await listed(abc)).toEqual(['ses_made']);
    const wrong = await call('/api/v1/chat', undefined, { 'x-mock-session': 'a b' });
    expect([wrong.status, (await wrong.json()).detail[0].loc]).toEqual([422, ['header', 'x-mock-session']]);
  });
});

describe('/__mock/', () => {
  test('lists its routes', async () => {
    const { call } = await start();
    const { routes } = await (await call('/__mock/')).json();
    expect(routes.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`)).toEqual([
      'GET /__mock',
      'GET /__mock/requests',
      'DELETE /__mock/requests',
      'GET /__mock/requests/next',
      'GET /__mock/requests/{number}/scenario',
      'GET /__mock/sessions',
      'POST /__mock/seed',
      'POST /__mock/reset',
      'GET /__mock/sessions/{session}/transcript',
      'POST /__mock/sessions/{session}/transcript',
      'GET /__mock/next',
      'POST /__mock/next',
      'PUT /__mock/next/{id}',
      'DELETE /__mock/next/{id}',
      'GET /__mock/settings',
      'PATCH /__mock/settings',
      'GET /__mock/events',
      'GET /__mock/streams',
      'POST /__mock/streams/{stream}',
      'GET /__mock/names',
      'GET /__mock/docs',
      'POST /__mock/contract-runs',
    ]);
    expect((await call('/__mock/nope')).status).toBe(404);
    expect((await call('/__mock/requests', undefined, { 'x-mock-session': 'a b' })).status).toBe(422);
    const wrong = await call('/__mock/reset');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('seeds, queues, shows and resets, for each X-Mock-Session', async () => {
    const { call, listed, create, turn } = await start();
    const abc = { 'x-mock-session': 'abc' };
    expect((await call('/__mock/seed', { sessions: [session] }, abc)).status).toBe(204);
    expect([await listed(abc), await listed()]).toEqual([['ses_made'], []]);
    const { projects } = await (await call('/__mock/sessions', undefined, abc)).json();
    expect(projects.default[0]).toMatchObject({ session_id: 'ses_made', events: [] });
    const queued = await call('/__mock/next', [{ fault: 'answer-429:7' }, { response: { status: 204 } }]);
    expect(queued.status).toBe(204);
    const limited = await call('/api/v1/chat');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await call('/api/v1/chat')).status).toBe(204);
    await eventsIn(await turn(await create()));
    const next = await (await call('/__mock/requests/next?operation=streamMessages')).json();
    expect(next).toMatchObject({ operation: 'streamMessages', body: { prompt: 'Hello' } });
    expect((await call('/__mock/requests/next?operation=deleteSession&timeout=1')).status).toBe(404);
    const { requests } = await (await call('/__mock/requests?status=429')).json();
    expect(requests).toEqual([expect.objectContaining({ operation: 'listSessions', faults: ['answer-429:7'] })]);
    expect((await call('/__mock/reset', { seed: { sessions: [] } }, abc)).status).toBe(204);
    expect(await listed(abc)).toEqual([]);
  });

  test.each([
    ['/__mock/next', '{"scenario": "nope"}', 'Unknown scenario "nope"'],
    ['/__mock/next', '7', 'next expects an object'],
    ['/__mock/seed', '{"sessions": [{}]}', 'sessions[0].minutes_ago must be'],
    ['/__mock/reset', '{"seed": "/etc/passwd"}', 'seed must be demo, none or'],
    ['/__mock/reset', '{', 'The body is not JSON'],
  ])('%s rejects %s', async (path, body, message) => {
    const { mock } = await start();
    const response = await fetch(mock.url + path, { method: 'POST', body });
    expect([response.status, (await response.json()).detail]).toEqual([422, expect.stringContaining(message)]);
  });

  test('reports events as they happen', async () => {
    const { mock, call, create, turn } = await start();
    const client = new AbortController();
    const response = await fetch(`${mock.url}/__mock/events`, { signal: client.signal });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const heard = async (pattern: RegExp) => {
      while (!pattern.test(text)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`The feed ended before ${pattern}.`);
        text += value;
      }
    };
    await heard(/^: listening/);
    await call('/__mock/next', { fault: 'latency:1:0' });
    await heard(/event: queued\ndata: \{.*"fault":"latency:1:0"/);
    await eventsIn(await turn(await create()));
    await heard(/event: request\ndata: \{.*"operation":"streamMessages"/);
    await heard(/event: finished\ndata: \{.*"number":2,"milliseconds":\d+\}/);
    await call('/__mock/reset', {});
    await heard(/event: reset\n/);
    expect(text).not.toContain('secret');
    client.abort();
  });

  /** `fetch` does not allow setting `Host` and `Origin`. */
  const raw = (url: string, headers: Record<string, string>, path = '/__mock/reset', method = 'POST') =>
    new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
      const { port } = new URL(url);
      rawRequest({ port, host: '127.0.0.1', path, method, headers }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      })
        .on('error', reject)
        .end();
    });

  test.each([
    [{ host: 'evil.example' }, 403],
    [{ host: 'localhost.evil.example' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'http://localhost.evil.example' }, 403],
    [{ origin: 'http://127.0.0.1@evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ host: 'localhost:1234', origin: 'http://localhost:5173' }, 204],
    [{ host: '[::1]' }, 204],
  ])('returns for %j the status %i', async (headers: Record<string, string>, status) => {
    const { mock } = await start();
    const answer = await raw(mock.url, headers);
    expect(answer.status).toBe(status);
    const allowed = status === 204 ? headers.origin : undefined;
    expect(answer.headers['access-control-allow-origin']).toBe(allowed);
    const preflight = { ...headers, 'access-control-request-method': 'POST' };
    if (headers.origin) expect((await raw(mock.url, preflight, '/__mock/next', 'OPTIONS')).status).toBe(status);
  });

  test('is open to this machine, to clients with the token, or to none', async () => {
    const incoming = (authorization?: string) => ({
      method: 'GET',
      target: '/__mock/',
      header: (name: string) => ({ host: 'mock.example', authorization })[name],
      rawHeaders: [],
      readBody: async () => new Uint8Array(),
      remoteAddress: '192.0.2.7',
    });
    const status = async (control: 'local' | 'any' | 'off', authorization?: string) =>
      (await mockForTest({ control, token: 'right' }).mock.answer(incoming(authorization))).status;
    expect(await status('local')).toBe(403);
    expect(await status('any')).toBe(401);
    expect(await status('any', 'Bearer right')).toBe(200);
    expect(await status('off', 'Bearer right')).toBe(404);
  });
});

test('lists, changes and empties the queue of next responses', async () => {
  const { mock } = mockForTest();
  const ask = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await mock.fetch(new Request(`http://mock/__mock/${path}`, init));
    return response.status === 204 ? 204 : response.json();
  };
  await ask('POST', 'next', [
    { operation: 'listSessions', response: { status: 503 }, times: 2 },
    { scenario: 'retrieval' },
  ]);
  expect(await ask('GET', 'next')).toEqual({
    queue: [
      { id: '1', left: 2, operation: 'listSessions', response: { status: 503 }, times: 2 },
      { id: '2', left: 1, scenario: 'retrieval' },
    ],
  });
  expect(await ask('PUT', 'next/1', { operation: 'listSessions', response: { status: 429 } })).toBe(204);
  expect(await ask('DELETE', 'next/2')).toBe(204);
  expect(await ask('DELETE', 'next/2')).toEqual({ detail: 'Unknown queued response.' });
  expect(mock.controls().queue()).toEqual([{ id: '1', left: 1, operation: 'listSessions', response: { status: 429 } }]);
});
