import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startMock } from '../../../mock/node/start-mock.ts';
import { startProxy } from '../start-proxy.ts';

const token = 'secret-token-1234';
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

function createFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function proxy(options: Parameters<typeof startProxy>[0]) {
  const lines: string[] = [];
  const running = await startProxy({ ...options, onRecorded: (line) => lines.push(line) });
  onTestFinished(() => running.close());
  return { ...running, url: running.url, lines };
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (url: string, id: string, prompt: string) =>
  fetch(`${url}/api/v1/chat/${id}/messages/stream`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ index_ids: ['idx_recorded'], prompt }),
  });

/** The events of a stream without varying values. */
const events = (text: string) => text.replaceAll(/"call_id":"[^"]*"/g, '"call_id":"…"');

test('replays a recorded conversation without the upstream, and on the mock', async () => {
  const upstream = await startMock({ speed: 'max' });
  const folder = createFolder();
  const recording = await proxy({ upstream: upstream.url, record: folder });
  const create = (url: string) => fetch(`${url}/api/v1/chat`, { method: 'POST', headers, body: '{}' });
  const { session_id: id } = await (await create(recording.url)).json();
  const first = await (await ask(recording.url, id, 'How much did revenue grow?')).text();
  const second = await (await ask(recording.url, id, '#plain-answer And costs?')).text();
  const full = await (await fetch(`${recording.url}/api/v1/chat/${id}`, { headers })).json();
  await expect.poll(() => recording.lines).toHaveLength(4);
  await upstream.close();

  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(texts).toHaveLength(4);
  expect(texts.join('')).not.toContain(token);
  expect(texts.join('')).not.toContain(id);

  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  const again = await (await create(replay.url)).json();
  expect(again).toMatchObject({ session_id: expect.stringMatching(/^ses_/) });
  expect(events(await (await ask(replay.url, again.session_id, 'How much did revenue grow?')).text())).toBe(
    events(first),
  );
  const early = await (await ask(replay.url, again.session_id, 'Something else')).json();
  expect(early.detail).toMatch(/streamMessages, prompt "Something else", turn 2\.$/);
  // A miss does not count as a turn.
  expect(events(await (await ask(replay.url, again.session_id, '#plain-answer And costs?')).text())).toBe(
    events(second),
  );
  const read = await (await fetch(`${replay.url}/api/v1/chat/${again.session_id}`, { headers })).json();
  expect(read.session_id).toBe(again.session_id);
  expect(read.events).toHaveLength(full.events.length);

  for (const [prompt, closest] of [
    ['How much did revenue fall?', 'How much did revenue grow?'],
    ['And profits?', '#plain-answer And costs?'],
    ['How little?', 'How much did revenue grow?'],
  ] as const) {
    const miss = await ask(replay.url, again.session_id, prompt);
    expect(miss.status).toBe(504);
    expect((await miss.json()).closest.when).toContain(closest);
  }
  for (const [path, closest] of [
    ['/api/v1/chat/ses_other/summary', 'operation getSession'],
    ['/api/v1/chats', 'operation getSession'],
  ]) {
    const miss = await (await fetch(replay.url + path, { headers })).json();
    expect(miss.closest.when).toContain(closest);
  }

  const mock = await startMock({ scenarios: folder, speed: 'max' });
  onTestFinished(() => mock.close());
  const { session_id: own } = await (await create(mock.url)).json();
  const played = await ask(mock.url, own, 'How much did revenue grow?');
  expect(played.headers.get('x-mock-scenario-reason')).toContain('How much did revenue grow?');
  expect(events(await played.text())).toBe(events(first));
});

test('names the recording with the most parameters of the query as the closest', async () => {
  const upstream = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[],"next_page_token":null}'),
  );
  const folder = createFolder();
  const recording = await proxy({ upstream, record: folder });
  for (const query of ['', '?page_size=2', '?page_size=2&page_token=abc', '?page_size=50&page_token=xyz']) {
    await (await fetch(`${recording.url}/api/v1/chat${query}`, { headers })).text();
  }
  await expect.poll(() => recording.lines).toHaveLength(4);
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  for (const [query, closest] of [
    ['?page_size=7&page_token=xyz', '"xyz"'],
    ['?page_size=2&page_token=def', '"page_size":"2"'],
  ]) {
    const miss = await (await fetch(`${replay.url}/api/v1/chat${query}`, { headers })).json();
    expect(miss.detail).toContain(`GET /api/v1/chat${query}, operation listSessions`);
    expect(miss.closest.when).toContain(closest);
  }
});

test('records repeated requests as a sequence, and distinguishes requests by query', async () => {
  let count = 0;
  const upstream = await serve((request, response) => {
    count++;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ items: [], next_page_token: `${request.url?.includes('=2') ? 'two' : 'one'}-${count}` }));
  });
  const folder = createFolder();
  const { url, lines } = await proxy({ upstream, record: folder });
  const list = async (at: string, query: string) => (await fetch(`${at}/api/v1/chat${query}`, { headers })).json();
  await list(url, '?page_size=1');
  await list(url, '?page_size=2');
  await list(url, '?page_size=1');
  await expect.poll(() => lines).toHaveLength(3);
  expect(readdirSync(folder).sort()).toEqual(['listsessions-1.sse', 'listsessions-2.sse']);
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  const tokens = [];
  for (const query of ['?page_size=1', '?page_size=1', '?page_size=1', '?page_size=2']) {
    tokens.push((await list(replay.url, query)).next_page_token);
  }
  expect(tokens).toEqual(['one-1', 'one-3', 'one-3', 'two-2']);
});

test('records a stream unchanged: names, ids, the time to reconnect, empty strings', async () => {
  const stop = '{"type":"stop","error":null,"is_error":false,"usage":null}';
  const stream = [
    ': hello\n\nretry: 300\n\n',
    'event: message\nid: 7\ndata: {"type":"thinking","content":""}\n\n',
    'data: {"type":"text","content":"text"}\n\n',
    `event: message\ndata: ${stop}\n\n`,
  ].join('');
  const upstream = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream);
  });
  const folder = createFolder();
  const recording = await proxy({ upstream, record: folder });
  // A prompt that is also an event type.
  await (await ask(recording.url, 'ses_1', 'text')).text();
  await expect.poll(() => recording.lines).toHaveLength(1);
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  expect(await (await ask(replay.url, 'ses_1', 'text')).text()).toBe(stream);
});

test('writes no credential of a prompt or query to a file, and still recognizes the request', async () => {
  const upstream = await startMock({ speed: 'max' });
  onTestFinished(() => upstream.close());
  const folder = createFolder();
  const recording = await proxy({ upstream: upstream.url, record: folder });
  const prompt = `#plain-answer Is ${token} my key?`;
  const list = async (at: string) => (await fetch(`${at}/api/v1/chat?key=${token}`, { headers })).status;
  await (await ask(recording.url, 'ses_demo_welcome', prompt)).text();
  await list(recording.url);
  await expect.poll(() => recording.lines).toHaveLength(2);
  const files = readdirSync(folder);
  expect(files.map((file) => file + readFileSync(join(folder, file), 'utf8')).join('')).not.toMatch(
    /secret-token|secret token/i,
  );
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  expect([(await ask(replay.url, 'ses_demo_welcome', prompt)).status, await list(replay.url)]).toEqual([200, 200]);
  const miss = await (await fetch(`${replay.url}/api/v1/chat?page_size=7`, { headers })).json();
  expect(miss.detail).toContain('GET /api/v1/chat?page_size=7,');
});

test('reports a credential that is too short to be masked once', async () => {
  const upstream = await serve((_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"items":[],"next_page_token":"total tokens"}'),
  );
  const folder = createFolder();
  const { url, lines } = await proxy({ upstream, record: folder });
  for (const query of ['', '?page_size=2']) {
    await (await fetch(`${url}/api/v1/chat${query}`, { headers: { authorization: 'Bearer token' } })).text();
  }
  await expect.poll(() => lines).toHaveLength(3);
  expect(lines[0]).toContain('shorter than 8 characters');
  expect(readFileSync(join(folder, 'listsessions.sse'), 'utf8')).toContain('"next_page_token":"total tokens"');
});

test('forwards and records requests without a recording', async () => {
  let count = 0;
  const upstream = await serve((_, response) => {
    count++;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[]}');
  });
  const folder = createFolder();
  const both = await proxy({ upstream, record: folder, replay: folder });
  await (await fetch(`${both.url}/api/v1/chat`, { headers })).text();
  await expect.poll(() => both.lines).toHaveLength(1);
  expect(count).toBe(1);
  const replay = await proxy({ upstream, replay: folder });
  await (await fetch(`${replay.url}/api/v1/chat`, { headers })).text();
  expect(count).toBe(1);
  await (await fetch(`${replay.url}/api/v1/chat?page_size=3`, { headers })).text();
  expect(count).toBe(2);
});

test('records a body that violates the contract, and plays it unchecked', async () => {
  const upstream = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":"{{none}}"}'),
  );
  const folder = createFolder();
  const { url, lines } = await proxy({ upstream, record: folder });
  await (await fetch(`${url}/api/v1/chat`, { headers })).text();
  await expect.poll(() => lines).toEqual(['recorded listsessions.sse']);
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  expect(await (await fetch(`${replay.url}/api/v1/chat`, { headers })).json()).toEqual({ items: '{{none}}' });
});

test('replays a rejected turn and its retry as a sequence, on the mock too', async () => {
  const upstream = await startMock({ speed: 'max' });
  onTestFinished(() => upstream.close());
  const folder = createFolder();
  const recording = await proxy({ upstream: upstream.url, record: folder });
  upstream.next({ operation: 'streamMessages', fault: 'answer-429:1' });
  const statuses = async (url: string) => {
    const seen = [];
    for (const prompt of ['One', 'One', 'Two']) {
      const response = await ask(url, 'ses_demo_welcome', prompt);
      await response.text();
      seen.push(`${response.status} ${response.headers.get('x-mock-scenario')}`);
    }
    return seen;
  };
  await statuses(recording.url);
  await expect.poll(() => recording.lines).toHaveLength(3);
  const recorded = ['429 streammessages-one', '200 streammessages-one', '200 streammessages-two'];
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', replay: folder, offline: true });
  expect(await statuses(replay.url)).toEqual(recorded);
  const mock = await startMock({ scenarios: folder, speed: 'max', seed: 'none' });
  onTestFinished(() => mock.close());
  await mock.seed({ sessions: [{ session_id: 'ses_demo_welcome', minutes_ago: 5 }] });
  expect(await statuses(mock.url)).toEqual(recorded);
});

test('distinguishes turns without a stream by their prompt, in a list of messages too', async () => {
  const event = { type: 'object', required: ['type'], properties: { type: { const: 'delta' } } };
  const schema = {
    type: 'string',
    contentMediaType: 'text/event-stream',
    contentSchema: { type: 'array', items: event },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Completions', version: '1' },
    paths: {
      '/chat': {
        post: {
          operationId: 'chat',
          requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
          responses: {
            200: {
              description: 'ok',
              content: { 'application/json': { schema: {} }, 'text/event-stream': { schema } },
            },
          },
        },
      },
    },
  };
  const upstream = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const type = JSON.parse(body).stream ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { 'content-type': type });
    response.end(type === 'application/json' ? '{"from":"json"}' : 'data: {"type":"delta"}\n\n');
  });
  const send = async (url: string, content: string, stream?: boolean) => {
    const messages = [{ role: 'user', content }];
    const body = JSON.stringify({ model: 'm', messages, ...(stream === undefined ? {} : { stream }) });
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    return /json"|delta"|Nothing/.exec(await (await fetch(`${url}/chat`, sent)).text())?.[0];
  };
  const folder = createFolder();
  const recording = await proxy({ upstream, document, record: folder });
  for (const stream of [undefined, true]) await send(recording.url, 'Hello', stream);
  await expect.poll(() => recording.lines).toHaveLength(2);
  const replay = await proxy({ upstream: 'http://127.0.0.1:9', document, replay: folder, offline: true });
  const seen = [];
  for (const stream of [true, undefined, true, undefined]) seen.push(await send(replay.url, 'Hello', stream));
  expect([...seen, await send(replay.url, 'Other')]).toEqual(['delta"', 'json"', 'delta"', 'json"', 'Nothing']);
});

test('does not record a body that looks like a scenario file, which would make the folder invalid', async () => {
  const upstream = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: error\ndata: {}\n\n');
  });
  const folder = createFolder();
  const recording = await proxy({ upstream, record: folder });
  await (await fetch(`${recording.url}/api/v1/chat`, { headers })).text();
  await expect.poll(() => recording.lines).toHaveLength(1);
  expect(recording.lines[0]).toContain('was not recorded: its body cannot be written as a scenario');
  expect(readdirSync(folder)).toEqual([]);
});
