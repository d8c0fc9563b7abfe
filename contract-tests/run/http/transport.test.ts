import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createTransport } from './transport.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function get(url: string, { timeout = 30_000, limit = 1_000 } = {}) {
  const response = await createTransport(
    { timeout, requestTimeout: 60_000 },
    new AbortController().signal,
  )({ method: 'GET', url, headers: {} });
  if ('kind' in response) return { failure: response, bytes: 0, status: 0 };
  let bytes = 0;
  for await (const chunk of response.chunks(limit)) bytes += chunk.byteLength;
  return { failure: response.failure(), bytes, status: response.status };
}

test('reports no failure for a complete response', async () => {
  const url = await serve((_, response) => response.end('hello'));
  expect(await get(url)).toEqual({
    failure: undefined,
    bytes: 5,
    status: 200,
  });
});

test('abandons a request to a server that never responds', async () => {
  const url = await serve(() => {});
  const { failure } = await get(url, { timeout: 150 });
  expect(failure).toMatchObject({ kind: 'timeout', message: expect.stringContaining('150 ms') });
});

// The test controls the clock of these: on a busy machine the first byte of a real server may be late.
function useTestClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
}

/** The response of a server that sends `body`, and what was read of it. */
async function readFrom(body: ReadableStream, timeouts: { timeout: number; requestTimeout: number }) {
  const transport = createTransport(timeouts, new AbortController().signal, async () => new Response(body));
  const response = await transport({ method: 'GET', url: 'http://127.0.0.1/', headers: {} });
  if ('kind' in response) throw new Error(response.message);
  const read = { bytes: 0 };
  const reading = (async () => {
    for await (const chunk of response.chunks(1_000_000)) read.bytes += chunk.byteLength;
  })();
  return { response, read, reading };
}

test('abandons a body whose server stops sending', async () => {
  useTestClock();
  const half = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('half')) });
  const { response, read, reading } = await readFrom(half, { timeout: 150, requestTimeout: 60_000 });
  await vi.advanceTimersByTimeAsync(149);
  expect(response.failure()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  await reading;
  expect(read.bytes).toBe(4);
  expect(response.failure()).toMatchObject({ kind: 'timeout', message: expect.stringContaining('nothing for 150 ms') });
});

test('abandons a body that drips forever', async () => {
  useTestClock();
  const drips = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      controller.enqueue(new Uint8Array(1));
    },
  });
  const { response, read, reading } = await readFrom(drips, { timeout: 150, requestTimeout: 1_500 });
  await vi.advanceTimersByTimeAsync(1_499);
  expect(response.failure()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  await reading;
  expect(read.bytes).toBeGreaterThan(200);
  expect(response.failure()).toMatchObject({ kind: 'timeout', message: expect.stringContaining('did not end') });
});

test('stops reading a body at its bound', async () => {
  let sent = 0;
  const url = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
    };
    response.on('drain', more);
    more();
  });
  const { failure, bytes } = await get(url, { limit: 100_000 });
  expect(failure?.kind).toBe('too-large');
  expect(bytes).toBeLessThanOrEqual(100_000);
  expect(sent).toBeLessThan(50_000_000);
});

test('does not follow a redirect', async () => {
  let followed = false;
  const url = await serve((request, response) => {
    if (request.url !== '/') followed = true;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect((await get(url)).status).toBe(302);
  expect(followed).toBe(false);
});

test('distinguishes a reset connection from a closed port', async () => {
  const url = await serve((request) => request.socket.destroy());
  expect((await get(url)).failure?.kind).toBe('reset');
  servers[0]!.close();
  servers[0]!.closeAllConnections();
  expect((await get(url)).failure?.kind).toBe('unreachable');
});

test('ends a body whose reader never settles when the request is cancelled', async () => {
  const chunk = new TextEncoder().encode('last');
  const body = new ReadableStream({ start: (controller) => controller.enqueue(chunk) });
  const transport = createTransport(
    { timeout: 5_000, requestTimeout: 60_000 },
    new AbortController().signal,
    async () => new Response(body),
  );
  const response = await transport({ method: 'GET', url: 'http://127.0.0.1/', headers: {} });
  if ('kind' in response) throw new Error(response.message);
  const chunks = response.chunks(1_000);
  expect(await chunks.next()).toEqual({ done: false, value: chunk });
  const rest = chunks.next();
  response.abort();
  expect(await rest).toEqual({ done: true, value: undefined });
  expect(response.failure()).toMatchObject({ kind: 'aborted' });
});
