import { expect, onTestFinished, test } from 'vitest';
import { eventsIn } from '../mock-for-test.ts';
import { createFakeClock } from '../node/fake-clock.ts';
import { type StartOptions, startMock } from '../node/start-mock.ts';

async function start(options: StartOptions = {}) {
  const mock = await startMock({ seed: 'none', speed: 'max', ...options });
  onTestFinished(() => mock.close());
  const call = (path: string, json?: unknown, init: RequestInit = {}) =>
    fetch(mock.url + path, {
      method: json === undefined ? 'GET' : 'POST',
      ...init,
      headers: { authorization: 'Bearer secret-token', 'content-type': 'application/json', ...init.headers },
      ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    });
  const read = async (path: string, json?: unknown, init?: RequestInit) => (await call(path, json, init)).json();
  const create = async (): Promise<string> => (await read('/api/v1/chat', {})).session_id;
  const turn = (id: string, prompt = 'Hello', init?: RequestInit) =>
    call(`/api/v1/chat/${id}/messages/stream`, { index_ids: ['a'], prompt }, init);
  return { mock, call, read, create, turn };
}

const html = { headers: { accept: 'text/html,*/*' } };

test('returns the page with a strict policy to a browser, and the list of routes to a program', async () => {
  const { call, mock } = await start();
  const page = await call('/__mock/', undefined, html);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self';/,
  );
  expect(await page.text()).toContain('/__mock/console/app.js');
  expect((await call('/__mock/console/app.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const moved = await fetch(`${mock.url}/__mock`, { ...html, redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([308, '/__mock/']);
  expect((await call('/__mock/')).headers.get('content-type')).toBe('application/json');
  for (const name of ['..%2f..%2fpackage.json', '%2e%2e/package.json', 'nope.js', ''])
    expect((await call(`/__mock/console/${name}`)).status).toBe(404);
  expect((await (await start({ control: 'off' })).call('/__mock/', undefined, html)).status).toBe(404);
});

test('applies settings to all later requests until a reset', async () => {
  const { call, read, create, turn } = await start();
  const change = (json: unknown) => call('/__mock/settings', json, { method: 'PATCH' });
  expect(await read('/__mock/settings')).toEqual({ scenario: 'retrieval', faults: [], speed: 'max' });
  expect((await change({ scenario: 'no-deltas', faults: ['stream-two-stops'] })).status).toBe(204);
  const events = await turn(await create());
  expect(events.headers.get('x-mock-scenario')).toBe('no-deltas');
  expect((await eventsIn(events)).filter(({ data }) => data.type === 'stop')).toHaveLength(2);
  expect((await change({ speed: 20 })).status).toBe(204);
  expect(await read('/__mock/settings')).toMatchObject({ scenario: 'no-deltas', speed: 20 });
  const other = { headers: { 'x-mock-session': 'other' } };
  expect(await read('/__mock/settings', undefined, other)).toMatchObject({ scenario: 'retrieval' });
  await call('/__mock/reset', {});
  expect(await read('/__mock/settings')).toEqual({ scenario: 'retrieval', faults: [], speed: 'max' });
});

test.each([
  [{ scenario: 'nope' }, 'Unknown scenario "nope"'],
  [{ faults: ['nope'] }, 'Invalid fault "nope"'],
  [{ faults: 'stream-cut' }, 'faults must be a list'],
  [{ speed: -1 }, 'The speed -1 must be'],
  [{ colour: 'red' }, 'Unknown setting "colour"'],
  [7, 'Settings must be'],
])('rejects the settings %j', async (change, message) => {
  const { call } = await start();
  const answer = await call('/__mock/settings', change, { method: 'PATCH' });
  expect([answer.status, (await answer.json()).detail]).toEqual([422, expect.stringContaining(message)]);
});

test('shows a request with its response and without secrets', async () => {
  const { call, read, create } = await start();
  const id = await create();
  await call(`/api/v1/chat/${id}?api_key=secret-query&access_token=secret-query`, undefined, {
    headers: { 'x-auth-token': 'secret-header' },
  });
  await call(`/api/v1/chat/${id}/messages/stream`, { index_ids: ['a'], prompt: 7 });
  const { requests } = await read('/__mock/requests');
  expect(requests[1]).toMatchObject({
    session: id,
    milliseconds: expect.any(Number),
    query: { api_key: '(hidden)', access_token: '(hidden)' },
    headers: { 'x-auth-token': '(hidden)' },
    responseHeaders: { 'content-type': 'application/json' },
    responseBody: { session_id: id },
  });
  expect(requests[2]).toMatchObject({ status: 422, problems: [{ loc: ['body', 'prompt'], type: 'string_type' }] });
  expect(JSON.stringify(requests)).not.toContain('secret');
});

test('stores the bodies of the last hundred responses', async () => {
  const { call, mock } = await start();
  for (let count = 0; count < 130; count++) await call('/api/v1/chat');
  const kept = mock.requests().filter(({ responseBody }) => responseBody !== undefined);
  expect(kept).toHaveLength(100);
  expect(kept.at(-1)!.number).toBe(130);
});

test('pauses, steps and resumes a turn without a burst, and lists its events', async () => {
  const clock = createFakeClock();
  const { create, turn, read, call } = await start({ clock, speed: 1 });
  const id = await create();
  const response = await turn(id, '#plain-answer');
  const done = response.text();
  const first = async () => (await read('/__mock/streams')).streams[0];
  await clock.advance(700);
  const { stream } = await first();
  const act = async (action: string) => (await call(`/__mock/streams/${stream}`, { action })).status;
  expect(await act('pause')).toBe(204);
  expect(await act('pause')).toBe(409);
  const before = (await first()).events.length;
  await clock.advance(60_000);
  expect((await first()).events).toHaveLength(before);
  expect(await act('step')).toBe(204);
  await expect.poll(async () => (await first()).events.length).toBe(before + 1);
  expect((await first()).paused).toBe(true);
  expect(await act('resume')).toBe(204);
  expect(await act('step')).toBe(409);
  await clock.advance(1);
  expect((await first()).events.length).toBeLessThanOrEqual(before + 2);
  await clock.advance(120_000);
  expect(await done).toMatch(/"type":"stop"/);
  const { events, ended, ...began } = await first();
  expect(began).toMatchObject({ operation: 'streamMessages', scenario: 'plain-answer', session: id, speed: 1 });
  expect(ended).toMatchObject({ how: 'ended', problems: [] });
  expect(events[0]).toMatchObject({ index: 0, kind: 'message', problems: [] });
  expect(events.at(-1)).toMatchObject({ type: 'stop' });
  expect(await act('cut')).toBe(404);
});

test('cuts a turn: the connection is reset, and the session accepts the next turn', async () => {
  const { create, turn, read, call } = await start({ speed: 0.001 });
  const id = await create();
  const broken = (await turn(id)).text();
  const { stream } = (await read('/__mock/streams')).streams[0];
  expect((await call(`/__mock/streams/${stream}`, { action: 'cut' })).status).toBe(204);
  await expect(broken).rejects.toThrow();
  await expect.poll(async () => (await read('/__mock/streams')).streams[0].ended?.how).toBe('cut');
  const again = await call(`/api/v1/chat/${id}/messages/stream`, { index_ids: ['a'], prompt: 'Again' });
  expect(again.status).toBe(200);
  await again.body?.cancel();
  expect((await call(`/__mock/streams/${stream}`, { action: 'stop' })).status).toBe(422);
});

test('reports a violation at its event', async () => {
  const { create, turn, read } = await start({ faults: ['stream-call-unanswered'] });
  await (await turn(await create(), '#retrieval')).text();
  const [{ events }] = (await read('/__mock/streams')).streams;
  const broken = events.filter(({ problems }: { problems: unknown[] }) => problems.length > 0);
  expect(broken).toMatchObject([{ type: 'stop', problems: [{ clause: 'lifecycle-closed' }] }]);
});

test('covers all sandboxes in the feed, including later ones', async () => {
  const { call, mock } = await start();
  const client = new AbortController();
  const feed = await fetch(`${mock.url}/__mock/events?sandboxes=all`, { signal: client.signal });
  const reader = feed.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const heard = async (pattern: RegExp) => {
    while (!pattern.test(text)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`The feed ended before ${pattern}.`);
      text += value;
    }
  };
  await call('/api/v1/chat', undefined, { headers: { 'x-mock-session': 'later' } });
  await heard(/event: finished\ndata: .*"sandbox":"later"/);
  const { requests } = await (await call('/__mock/requests?sandboxes=all')).json();
  expect(requests).toMatchObject([{ sandbox: 'later', number: 1 }]);
  expect((await (await call('/__mock/names')).json()).sandboxes).toEqual(['later']);
  client.abort();
});

test('exports a session as a fixture, and imports it unchanged', async () => {
  const { create, turn, call, read, mock } = await start();
  const [one, other] = [await create(), await create()];
  await (await turn(one, 'First, {{prompt}}\nand "more"')).text();
  await (await turn(one, '#tool-failure')).text();
  const file = await call(`/__mock/sessions/${one}/transcript`);
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${one}.sse"`);
  const text = await file.text();
  const answer = await read(`/__mock/sessions/${other}/transcript`, text);
  expect(answer).toEqual({ problems: [] });
  const [from, to] = await Promise.all([one, other].map((id) => read(`/api/v1/chat/${id}`)));
  expect(to.events).toEqual(from.events);
  expect(to.job_metadata).toEqual(from.job_metadata);
  expect(mock.requests({ status: 500 })).toEqual([]);
});

test.each([
  ['', 422, 'no event'],
  [': wait soon\n\n', 422, 'wait soon'],
  ['event: message\ndata: {"type":"text","content":"{{what}}"}\n\n', 422, '{{what}}'],
])('rejects the transcript %j with %i', async (text, status, message) => {
  const { create, call } = await start();
  const answer = await call(`/__mock/sessions/${await create()}/transcript`, text, { method: 'POST' });
  expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(message)]);
});

test('imports a fixture that violates the protocol, and reports its violations', async () => {
  const { create, read, call } = await start();
  const id = await create();
  const text = 'event: message\ndata: {"type":"text","content":"cut off"}\n\n';
  const { problems } = await read(`/__mock/sessions/${id}/transcript`, text);
  expect(problems).toMatchObject([{ clause: 'end-present' }]);
  expect((await read(`/api/v1/chat/${id}`)).events).toHaveLength(2);
  expect((await call('/__mock/sessions/ses_nobody/transcript', text)).status).toBe(404);
});

test('streams the results of a contract run, allows one at a time, and ends it with its client', async () => {
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { call } = await start({
    tools: {
      async runContractTests({ baseUrl }, tell, signal) {
        if (baseUrl.endsWith('closed')) throw new Error('Nobody answers.');
        tell('progress', { requests: 1, turns: 0, operation: 'listSessions' });
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        finish();
      },
    },
  });
  const run = (json: unknown, init?: RequestInit) => call('/__mock/contract-runs', json, init);
  expect(await (await run({ baseUrl: 'http://127.0.0.1/closed' })).text()).toContain(
    'event: failed\ndata: {"message":"Nobody answers."}',
  );
  const client = new AbortController();
  const first = await run({ baseUrl: 'http://127.0.0.1:1', token: 'secret-token' }, { signal: client.signal });
  expect(first.status).toBe(200);
  expect((await run({ baseUrl: 'http://127.0.0.1:1' })).status).toBe(409);
  client.abort();
  await ended;
});

test.each([
  [{}, 'baseUrl must be'],
  [{ baseUrl: 'file:///etc/passwd' }, 'baseUrl must be'],
  [{ baseUrl: 'http://a', token: 'secret token' }, 'token must consist of'],
  [{ baseUrl: 'http://a', maxTurns: -1 }, 'maxTurns must be'],
  [{ baseUrl: 'http://a', indexIds: 'a' }, 'indexIds must be'],
  [{ baseUrl: 'http://a', speed: 1 }, 'Unknown field "speed"'],
])('rejects a contract run with %j', async (json, message) => {
  const { call } = await start({ tools: { runContractTests: () => Promise.reject(new Error('never')) } });
  const answer = await call('/__mock/contract-runs', json);
  const text = await answer.text();
  expect([answer.status, text]).toEqual([422, expect.stringContaining(message.replaceAll('"', '\\"'))]);
  expect(text).not.toContain('secret');
});

test('builds the docs page once, lets it load nothing, and reports a missing builder', async () => {
  let built = 0;
  const { call } = await start({ tools: { buildDocs: async () => `<!doctype html>${++built}` } });
  const page = await call('/__mock/docs');
  expect(page.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts; default-src 'none';/);
  expect(await (await call('/__mock/docs')).text()).toBe('<!doctype html>1');
  const without = await start();
  expect((await without.call('/__mock/docs')).status).toBe(501);
  expect((await without.call('/__mock/contract-runs', { baseUrl: 'http://a' })).status).toBe(501);
});
