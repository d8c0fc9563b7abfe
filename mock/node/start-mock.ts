import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/shared/clock.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { Controls } from '../control/control.ts';
import type { Incoming } from '../http/exchange.ts';
import { createMock, type Mock, type MockOptions } from '../mock.ts';
import { anyToken } from '../request/credential.ts';
import type { ScenarioInput } from '../scenarios/read-scenarios.ts';
import { refuseBrokenRequests, refuseHosts } from './broken-requests.ts';
import { fromNode, sendToNode } from './node-exchange.ts';
import { createOpenResponses, type OpenResponses } from './open-responses.ts';
import { readScenarioFolder, watchScenarioFolder } from './scenario-folder.ts';

/** Options of a mock on a port. */
export interface StartOptions extends Omit<MockOptions, 'scenarios'> {
  /** A folder of `.sse` files, or several, watched for changes; or scenarios as data. */
  scenarios?: string | readonly string[] | ScenarioInput;
  /**
   * Called when a folder changed, with the number of scenarios, or with an error; then the last valid scenarios
   * remain.
   */
  onScenarios?: (outcome: { count: number } | { error: Error }) => void;
  /** The port (default: 0, any free port). */
  port?: number;
  /** The address to listen on (default: loopback). */
  host?: string;
}

/** A running mock and its controls for tests. */
export interface RunningMock
  extends Pick<Mock, 'operations' | 'scenarios' | 'scenarioWarnings' | 'useScenarios' | 'serve'>,
    Controls {
  /** Without a trailing slash. */
  url: string;
  /** A valid bearer token. */
  token: string;
  /** The controls of the sandbox that requests with the header `X-Mock-Session: NAME` see. */
  session(name: string): Controls;
  /**
   * Frees the port, and ends running turns and every connection.
   *
   * @param options.drain milliseconds that open responses may continue (default: 0)
   */
  close(options?: { drain?: number }): Promise<void>;
}

/** Timeout for the headers of a request, in milliseconds. */
const headersTimeout = 10_000;
const largestHeader = 32_768;

/**
 * Starts a mock on a port; any free port by default.
 *
 * @throws {UsageError} if it cannot listen on that port, or an option is invalid
 *
 * @example
 * import { startMock } from 'chat-contract/mock';
 *
 * const mock = await startMock({ scenario: 'plain-answer', speed: 'max' });
 * await fetch(`${mock.url}/api/v1/chat`, { headers: { authorization: 'Bearer any-token' } });
 * console.log(mock.requests().length); // 1
 * await mock.close();
 */
export async function startMock(options: StartOptions = {}): Promise<RunningMock> {
  const { scenarios: given, onScenarios, ...rest } = options;
  const folders = foldersIn(given);
  const scenarios = folders.length > 0 ? folders.flatMap(readScenarioFolder) : (given as ScenarioInput | undefined);
  const mock = createMock({ ...rest, ...(scenarios === undefined ? {} : { scenarios }) });
  const running = await serveOnPort(mock, rest);
  if (folders.length === 0) return running;
  const watching = followFolders(folders, mock, onScenarios);
  const { close } = running;
  running.close = (how) => {
    for (const one of watching) one.close();
    return close(how);
  };
  return running;
}

function foldersIn(given: StartOptions['scenarios'] = []): readonly string[] {
  if (typeof given === 'string') return [given];
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : [];
}

/** Connects Node's server and the core. */
export interface NodeAdapter {
  read(...request: [...Parameters<typeof fromNode>, response: ServerResponse]): Incoming;
  send: typeof sendToNode;
  /** Timeout for a whole request, in milliseconds. */
  requestTimeout: number;
}

/** Serves a mock on a port. @throws {UsageError} if it cannot listen there */
export async function serveOnPort(
  mock: Mock,
  { port = 0, host = '127.0.0.1', token }: StartOptions,
  { read, send, requestTimeout }: NodeAdapter = { read: fromNode, send: sendToNode, requestTimeout: 30_000 },
): Promise<RunningMock> {
  const responses = createOpenResponses();
  const server = createServer(
    {
      headersTimeout: Math.min(headersTimeout, requestTimeout),
      requestTimeout,
      maxHeaderSize: largestHeader,
      connectionsCheckingInterval: 1000,
      // Node closes idle connections after 5 s, just when a busy client may send its next request on one.
      keepAliveTimeout: 65_000,
      // Node's own error response has no body.
      requireHostHeader: false,
    },
    (request, response) => {
      request.on('error', ignore);
      response.on('error', ignore);
      responses.add(response);
      const refused = refuseHosts(request);
      if (refused) return sendToNode(refused, request, response, ignore);
      const stall = () => responses.stall(response);
      void mock.answer(read(request, stall, response)).then((reply) => send(reply, request, response, stall));
    },
  );
  // Their bytes are limited. Node would silently drop headers after the first thousand.
  server.maxHeadersCount = 0;
  refuseBrokenRequests(server, largestHeader);
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
    token: token ?? anyToken,
    get operations() {
      return mock.operations;
    },
    get scenarios() {
      return mock.scenarios;
    },
    get scenarioWarnings() {
      return mock.scenarioWarnings;
    },
    useScenarios: mock.useScenarios,
    serve: mock.serve,
    async close({ drain = 0 } = {}) {
      mock.endFeeds();
      await close(server, responses, drain);
      await mock.close();
    },
  };
}

/** Reloads scenarios on change. If a file is invalid, the last valid scenarios remain. */
function followFolders(folders: readonly string[], mock: Mock, tell: StartOptions['onScenarios']) {
  const reload = () => {
    try {
      const scenarios = folders.flatMap(readScenarioFolder);
      mock.useScenarios(scenarios);
      tell?.({ count: scenarios.length });
    } catch (error) {
      tell?.({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  return folders.map((folder) => watchScenarioFolder(folder, reload));
}

function ignore(): void {}

async function listen(server: Server, port: number, host: string): Promise<void> {
  const error = await tryToListen(server, port, host);
  if (error) throw await explain(error, port, host);
}

/** @returns the error, if any */
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
    const way = free === undefined ? '0 for any free port' : `${free}, which is free`;
    return new UsageError(`Port ${port} on ${host} is in use; choose another with --port ${way}.`);
  }
  if (error.code === 'EACCES') {
    return new UsageError(`Port ${port} requires more privileges. Choose a port above 1023 with --port.`);
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UsageError(`This machine has no address ${host}. Choose another with --host, such as 127.0.0.1.`);
  }
  return error;
}

/** The first free port of the next hundred. */
async function nextFreePort(port: number, host: string): Promise<number | undefined> {
  for (let candidate = port + 1; candidate <= Math.min(port + 100, 65_535); candidate++) {
    const probe = createServer();
    if (await tryToListen(probe, candidate, host)) continue;
    await new Promise((resolve) => probe.close(resolve));
    return candidate;
  }
  return undefined;
}

async function close(server: Server, responses: OpenResponses, drain: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  responses.beginClosing(server);
  const stop = new AbortController();
  if (drain > 0) await Promise.race([closed, systemClock.sleep(drain, stop.signal)]);
  stop.abort();
  server.closeAllConnections();
  // The server counts as closed before its responses have ended, but they may still have to store their turns.
  await Promise.all([closed, responses.settled()]);
}
