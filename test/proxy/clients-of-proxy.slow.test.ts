import { connect } from 'node:net';
import LlamaCloud, { NotFoundError } from '@llamaindex/llama-cloud';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningMock, startMock } from '../../mock/index.ts';
import { type RunningProxy, startProxy } from '../../src/proxy/start-proxy.ts';

let mock: RunningMock;
let proxy: RunningProxy;

beforeAll(async () => {
  mock = await startMock({ speed: 'max' });
  proxy = await startProxy({ upstream: mock.url });
});
afterAll(async () => {
  await proxy.close();
  await mock.close();
});

test("works with the service's own SDK", async () => {
  const { chat } = new LlamaCloud({ apiKey: 'any-token', baseURL: proxy.url, maxRetries: 0 }).beta;
  const turn = { index_ids: ['idx'], prompt: 'How much did revenue grow?' };
  const created = await chat.create({ index_ids: ['idx'] });
  const response = await chat.stream(created.session_id, turn).asResponse();
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(await response.text()).toMatch(/^event: delta\ndata: .*"type":"stop".*\n\n$/s);
  const { events } = await chat.retrieve(created.session_id);
  expect(events.at(-1)).toMatchObject({ type: 'stop', is_error: false });
  const listed: string[] = [];
  for await (const { session_id } of chat.list({ page_size: 2 })) listed.push(session_id);
  expect(listed).toContain(created.session_id);
  expect(await chat.delete(created.session_id)).toBeFalsy();
  await expect(chat.retrieve(created.session_id)).rejects.toThrow(NotFoundError);
});

/** Sends bytes, and reads for a time in milliseconds or until the connection closes. */
function sendRaw(bytes: string, patience = 1_500): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    const timer = setTimeout(finish, patience);
    socket.on('data', (text) => {
      received += text;
    });
    socket.on('error', finish).on('close', finish);
    socket.write(bytes, 'latin1');
  });
}

async function expectAlive(): Promise<void> {
  const response = await fetch(`${proxy.url}/api/v1/chat`, { headers: { authorization: 'Bearer any-token' } });
  expect(response.status).toBe(200);
  await response.text();
}

const head = (line: string, ...headers: string[]) =>
  [line, 'Host: localhost', 'Authorization: Bearer any-token', ...headers, '', ''].join('\r\n');

test.each<[name: string, bytes: string, status: RegExp]>([
  [
    'both length headers',
    head('POST /api/v1/chat HTTP/1.1', 'Content-Length: 3', 'Transfer-Encoding: chunked'),
    /^HTTP\/1.1 400/,
  ],
  ['two lengths', head('POST /api/v1/chat HTTP/1.1', 'Content-Length: 3', 'Content-Length: 4'), /^HTTP\/1.1 400/],
  ['huge headers', head('GET /api/v1/chat HTTP/1.1', `X-Large: ${'x'.repeat(100_000)}`), /^HTTP\/1.1 431/],
  ['no host', 'GET /api/v1/chat HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400/],
  ['a target on another host', head('GET http://127.0.0.1:1/secret HTTP/1.1'), /^HTTP\/1.1 (400|403|404|421)/],
  ['CONNECT', 'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n', /^(HTTP\/1.1 4|$)/],
  [
    'an upgrade',
    head('GET /api/v1/chat HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket'),
    /^HTTP\/1.1 (426|501)/,
  ],
  ['nonsense', '\u0000\u0001\u0002\r\n\r\n', /^HTTP\/1.1 400/],
  ['a head that is cut', 'GET /api/v1/chat HTTP/1.1\r\nHost: loc', /^$/],
  ['a body that is cut', `${head('POST /api/v1/chat HTTP/1.1', 'Content-Length: 100')}{`, /^$/],
])('survives %s', async (_, bytes, status) => {
  expect(await sendRaw(bytes)).toMatch(status);
  await expectAlive();
});

test('responds to pipelined requests in order', async () => {
  const received = await sendRaw(
    head('GET /api/v1/chat HTTP/1.1') +
      head('GET /unknown HTTP/1.1') +
      head('GET /api/v1/chat HTTP/1.1', 'Connection: close'),
    5_000,
  );
  expect([...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '404', '200']);
});

test('survives half a minute of arbitrary bytes and aborts', { timeout: 90_000 }, async () => {
  const method = fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'HEAD', 'PATCH', 'NOPE');
  const path = fc.oneof(
    fc.constant('/api/v1/chat'),
    fc.constant('/api/v1/chat/ses_demo_welcome/messages/stream'),
    fc.string({ unit: 'binary-ascii' }).map((text) => `/${text.replaceAll(/[\s]/g, '%')}`),
  );
  const header = fc.tuple(
    fc.constantFrom('Content-Type', 'Content-Length', 'Connection', 'TE', 'Expect', 'Prefer', 'Accept-Encoding', 'X-A'),
    fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 40 }),
      fc.constantFrom('application/json', 'close', '5', 'chunked'),
    ),
  );
  const request = fc
    .tuple(method, path, fc.array(header, { maxLength: 5 }), fc.string({ maxLength: 60 }), fc.nat(300))
    .map(([verb, target, headers, body, cut]) => {
      const lines = headers.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]/g, '')}`);
      const text = head(`${verb} ${target} HTTP/1.1`, ...lines) + body;
      // Some requests are cut anywhere.
      return cut < 150 ? text.slice(0, cut) : text;
    });
  const sent = await fc.check(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), async (requests) => {
      await Promise.all(requests.map((text) => sendRaw(text, 200)));
    }),
    { interruptAfterTimeLimit: 30_000, numRuns: 1_000_000, markInterruptAsFailure: false, endOnFailure: true },
  );
  expect(sent.failed).toBe(false);
  expect(sent.numRuns).toBeGreaterThan(20);
  await expectAlive();
});
