import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/shared/usage-error.ts';
import { eventsIn } from '../mock-for-test.ts';
import { createFakeClock } from './fake-clock.ts';
import { type RunningMock, type StartOptions, startMock } from './start-mock.ts';

const running: RunningMock[] = [];
afterEach(() => Promise.all(running.splice(0).map((mock) => mock.close())));

async function start(options: StartOptions = {}): Promise<RunningMock & { api: string }> {
  const mock = await startMock({ speed: 'max', ...options });
  running.push(mock);
  return { ...mock, api: `${mock.url}/api/v1/chat` };
}

const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
const post = (url: string, json: unknown, init: RequestInit = {}) =>
  fetch(url, { method: 'POST', headers, body: JSON.stringify(json), ...init });
const turn = { index_ids: ['a'], prompt: 'x' };

/** Sends raw bytes. @returns the received text until the server closes, or is quiet after a response */
async function sendRaw(url: string, ...pieces: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes;
  });
  for (const piece of pieces) socket.write(piece);
  await Promise.race([once(socket, 'close'), once(socket, 'end')]);
  socket.destroy();
  return answer;
}

describe('over a port', () => {
  test('creates a session and streams a turn live', async () => {
    const clock = createFakeClock();
    const { api } = await start({ speed: 1, clock });
    const { session_id: id } = await (await post(api, { index_ids: ['a'] })).json();
    const response = await post(`${api}/${id}/messages/stream`, turn);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const [beginning, whole] = response.body!.tee();
    const first = beginning.getReader().read();
    await clock.advance(1000);
    expect(new TextDecoder().decode((await first).value)).not.toContain('"stop"');
    await clock.advance(60_000);
    const events = await eventsIn(new Response(whole));
    expect(events.at(-1)!.data.type).toBe('stop');
    const session = await (await fetch(`${api}/${id}`, { headers })).json();
    expect(session.events.at(-1)).toEqual(events.at(-1)!.data);
  });

  test('ends the turn of a client that disconnects', async () => {
    const { api } = await start({ speed: 1 });
    const { session_id: id } = await (await post(api, {})).json();
    const client = new AbortController();
    const response = await post(`${api}/${id}/messages/stream`, turn, { signal: client.signal });
    await response.body!.getReader().read();
    client.abort();
    await expect
      .poll(async () => (await (await fetch(`${api}/${id}`, { headers })).json()).events.at(-1)?.is_error)
      .toBe(true);
  });

  test('shares no state between two mocks', async () => {
    const [one, two] = [await start({ seed: 'none' }), await start({ seed: 'none' })];
    await post(one.api, {});
    expect((await (await fetch(two.api, { headers })).json()).items).toEqual([]);
  });

  test('reports a port in use in one line with the fix', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const failure = await startMock({ port }).catch((error) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(failure.message).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use; .*--port`));
  });
});

describe('a hostile client', () => {
  const request = 'Host: x\r\nAuthorization: Bearer x\r\n';
  test.each([
    ['a malformed escape', [`GET /%E0%A4%A HTTP/1.1\r\n${request}Connection: close\r\n\r\n`], 404],
    ['a path of another origin', [`GET http://other/api/v1/chat HTTP/1.1\r\n${request}Connection: close\r\n\r\n`], 200],
    ['two slashes', [`GET //[ HTTP/1.1\r\n${request}Connection: close\r\n\r\n`], 404],
    ['a star', [`OPTIONS * HTTP/1.1\r\n${request}Connection: close\r\n\r\n`], 404],
    [
      'an odd Accept',
      [`GET /api/v1/chat HTTP/1.1\r\n${request}Accept: ;;;,/\r\nPrefer: code=200\r\nConnection: close\r\n\r\n`],
      200,
    ],
    ['TRACE', [`TRACE /api/v1/chat HTTP/1.1\r\n${request}Connection: close\r\n\r\n`], 405],
    ['CONNECT', ['CONNECT other:443 HTTP/1.1\r\nHost: other\r\n\r\n'], 405],
    ['the preface of HTTP/2', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], 400],
    ['an odd Expect', [`GET /api/v1/chat HTTP/1.1\r\n${request}Expect: tea\r\n\r\n`], 417],
    ['no Host', ['GET /api/v1/chat HTTP/1.1\r\nAuthorization: Bearer x\r\n\r\n'], 400],
    ['two Hosts', [`GET /api/v1/chat HTTP/1.1\r\n${request}HOST: y\r\n\r\n`], 400],
    ['two lengths', [`POST /api/v1/chat HTTP/1.1\r\n${request}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`], 400],
    [
      'a bad chunk',
      [`POST /api/v1/chat HTTP/1.1\r\n${request}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n`],
      400,
    ],
    ['an upgrade', [`GET /api/v1/chat HTTP/1.1\r\n${request}Upgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n`], 200],
    ['an escape sequence in the path', [`GET /\x1b[31m HTTP/1.1\r\n${request}\r\n`], 400],
    ['no HTTP', ['hello\r\n\r\n'], 400],
    ['huge headers', [`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`], 431],
    [
      'a body of ten megabytes',
      [
        `POST /api/v1/chat HTTP/1.1\r\n${request}Connection: close\r\nContent-Length: 10000000\r\n\r\n`,
        new Uint8Array(10_000_000).fill(0x20),
      ],
      413,
    ],
    ['half a body', [`POST /api/v1/chat HTTP/1.1\r\n${request}Content-Length: 10\r\n\r\n{}`], undefined],
  ])('%s gets an error response, and the mock continues', async (_, pieces, status) => {
    const failures: unknown[] = [];
    const { url, api } = await start({ log: ({ failure }) => failure && failures.push(failure) });
    if (status === undefined) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write(pieces[0] as string);
      await once(socket, 'connect');
      socket.destroy();
    } else {
      const answer = await sendRaw(url, ...pieces);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      if (status >= 400) expect(JSON.parse(answer.slice(answer.indexOf('{')))).toEqual({ detail: expect.any(String) });
    }
    expect((await fetch(api, { headers })).status).toBe(200);
    expect(failures).toEqual([]);
  });

  test('does not block others with a thousand silent connections', async () => {
    const { url, api } = await start();
    const silent = Array.from({ length: 1000 }, () => connect(Number(new URL(url).port), '127.0.0.1'));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    expect((await fetch(api, { headers })).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });

  test('gets a response that is not much longer for an invalid Prefer of 30 kB', async () => {
    const { api } = await start();
    const prefer = Array.from({ length: 2700 }, () => 'fault=nope').join(',');
    const answer = await fetch(api, { headers: { ...headers, prefer } });
    expect(answer.status).toBe(422);
    expect((await answer.json()).detail).toHaveLength(20);
  });

  test('cannot seed an impossible date or queue a response that would break the connection', async () => {
    const { url } = await start();
    const send = (path: string, body: string) => fetch(url + path, { method: 'POST', body });
    const seeded = await send('/__mock/seed', '{"sessions":[{"session_id":"a","minutes_ago":1e999}]}');
    expect([seeded.status, (await seeded.json()).detail]).toEqual([422, expect.stringContaining('minutes_ago')]);
    const queued = await send('/__mock/next', '{"response":{"headers":{"Content-Length":"5"},"body":"x"}}');
    expect([queued.status, (await queued.json()).detail]).toEqual([422, expect.stringContaining('Content-Length')]);
  });
});
