import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../lib/clock.ts';
import { UsageError } from '../lib/usage-error.ts';
import type { Controls } from './control.ts';
import { anyToken } from './credential.ts';
import { createMock, type Mock, type MockOptions } from './mock.ts';
import { fromNode, sendToNode } from './node-exchange.ts';
import { errorReply } from './replies.ts';

/** Where a mock listens, beside what it does. */
export interface StartOptions extends MockOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** The loopback address where left out. */
  host?: string;
}

/** A mock that listens, and what a test does with it. */
export interface RunningMock extends Pick<Mock, 'operations' | 'scenarios' | 'serve'>, Controls {
  /** Without a slash at its end. */
  url: string;
  /** A bearer token that is right. */
  token: string;
  /** The controls of the world that requests with the header `X-Mock-Session: NAME` see. */
  session(name: string): Controls;
  /**
   * Frees the port, and ends running turns and every connection.
   *
   * @param options.drain running answers may go on for so many milliseconds; none where left out
   */
  close(options?: { drain?: number }): Promise<void>;
}

/** The time that a client has for its headers and for its whole request, in milliseconds. */
const headersTimeout = 10_000;
const requestTimeout = 30_000;
const largestHeader = 32_768;

/**
 * Starts a mock on a port.
 *
 * @throws {UsageError} where it cannot listen there, or an option is wrong
 */
export async function startMock(options: StartOptions = {}): Promise<RunningMock> {
  const { port = 0, host = '127.0.0.1' } = options;
  const mock = createMock(options);
  const closing = createClosing();
  const server = createServer(
    { headersTimeout, requestTimeout, maxHeaderSize: largestHeader, connectionsCheckingInterval: 1000 },
    (request, response) => {
      request.on('error', ignore);
      response.on('error', ignore);
      closing.watch(response);
      void mock.answer(fromNode(request)).then((reply) => sendToNode(reply, request, response));
    },
  );
  server.on('clientError', refuseBrokenRequest);
  await listen(server, port, host).catch(async (error) => {
    await mock.close();
    throw error;
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    ...mock.controls(),
    session: mock.controls,
    url: `http://${name}:${address.port}`,
    token: options.token ?? anyToken,
    get operations() {
      return mock.operations;
    },
    scenarios: mock.scenarios,
    serve: mock.serve,
    async close({ drain = 0 } = {}) {
      mock.endFeeds();
      await close(server, closing, drain);
      await mock.close();
    },
  };
}

function ignore(): void {}

/** What Node's parser cannot read never becomes a request; it gets an answer in the error shape all the same. */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: import('node:stream').Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, reason, detail] = brokenRequests[error.code ?? ''] ?? [400, 'Bad Request', 'This is not HTTP/1.1.'];
  const body = JSON.stringify(errorReply(status, detail).body);
  const headers = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${headers}\r\n\r\n${body}`);
}

const brokenRequests: Record<string, [status: number, reason: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    `The headers are longer than the ${largestHeader} bytes that this server takes.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive.'],
};

async function listen(server: Server, port: number, host: string): Promise<void> {
  const error = await tryToListen(server, port, host);
  if (error) throw await explain(error, port, host);
}

/** @returns why it cannot */
function tryToListen(server: Server, port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.removeListener('error', resolve);
      resolve(undefined);
    });
  });
}

async function explain(error: NodeJS.ErrnoException, port: number, host: string): Promise<Error> {
  if (error.code === 'EADDRINUSE') {
    const free = await nextFreePort(port, host);
    const way = free === undefined ? '0, which takes any free one' : `${free}, which is free`;
    return new UsageError(`Port ${port} on ${host} is in use; choose another with --port ${way}.`);
  }
  if (error.code === 'EACCES') {
    return new UsageError(`Port ${port} needs more rights than this user has; choose one above 1023 with --port.`);
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UsageError(`This machine has no address ${host}; choose another with --host, such as 127.0.0.1.`);
  }
  return error;
}

/** The first of the next hundred ports that can be had. */
async function nextFreePort(port: number, host: string): Promise<number | undefined> {
  for (let candidate = port + 1; candidate <= Math.min(port + 100, 65_535); candidate++) {
    const probe = createServer();
    if (await tryToListen(probe, candidate, host)) continue;
    await new Promise((resolve) => probe.close(resolve));
    return candidate;
  }
  return undefined;
}

/** Sees to it that no connection outlives the answer that runs on it once the server closes. */
interface Closing {
  watch(response: ServerResponse): void;
  begin(server: Server): void;
}

/** Node keeps a connection alive after an answer even where its server has closed: its client could go on for ever. */
function createClosing(): Closing {
  let closing: Server | undefined;
  return {
    watch(response) {
      if (closing) response.shouldKeepAlive = false;
      // A turn of the loop later the connection counts as idle.
      else response.once('finish', () => void (closing && setImmediate(() => closing?.closeIdleConnections())));
    },
    begin(server) {
      closing = server;
    },
  };
}

async function close(server: Server, closing: Closing, drain: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  closing.begin(server);
  const stop = new AbortController();
  if (drain > 0) await Promise.race([closed, systemClock.sleep(drain, stop.signal)]);
  stop.abort();
  server.closeAllConnections();
  await closed;
}
