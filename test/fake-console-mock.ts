import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FeedEvents, SeenRequest, Settings, StreamRecord } from '../console/control-types.ts';
import { operations } from '../generated/operations.ts';
import { streamProtocols } from '../generated/stream-protocols.ts';
import { createEventStreamDecoder } from '../lib/event-stream-decoder.ts';
import { encodeMessage } from '../lib/event-stream-encoder.ts';
import { isObject, parseJson } from '../lib/json.ts';
import { packageRoot } from '../lib/package-root.ts';
import { createProtocolReader } from '../lib/stream-protocol.ts';
import { allFaults, faultUsage, loadScenarios, type StartOptions, startMock } from '../mock/index.ts';

export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a test does with the mock behind the page. */
export interface ConsoleMock {
  url: string;
  token: string;
  /** Tells the page something that no real request would bring. */
  tell<Kind extends keyof FeedEvents>(kind: Kind, data: FeedEvents[Kind]): void;
  close(): Promise<void>;
}

/**
 * A mock whose control API is as the page needs it: requests, sessions, seed and reset are the real ones; settings,
 * streams and contract runs are played here, by what a proxy between page and mock sees.
 */
export async function startConsoleMock(options: StartOptions = {}): Promise<ConsoleMock> {
  const { speed = 1, ...rest } = options;
  const mock = await startMock({ ...rest, speed: 'max' });
  const listeners = new Set<ServerResponse>();
  const streams = new Map<string, Running>();
  const tell: ConsoleMock['tell'] = (kind, data) => {
    for (const listener of listeners) listener.write(encodeMessage({ event: kind, data: JSON.stringify(data) }));
  };
  const atStart: Settings = { scenario: 'retrieval', faults: options.faults ? [...options.faults] : [], speed };
  let settings = atStart;
  const finishedIn = new Map<number, number>();
  const enrich = (seen: SeenRequest): SeenRequest => {
    const session = /chat\/([^/]+)/.exec(seen.path)?.[1];
    const milliseconds = finishedIn.get(seen.number);
    return {
      ...seen,
      ...(session ? { session } : {}),
      ...(milliseconds === undefined ? {} : { milliseconds }),
      problems: seen.status === 422 ? [{ loc: ['body', 'prompt'], msg: 'is too long', type: 'string_too_long' }] : [],
      responseHeaders: { 'content-type': 'application/json' },
    };
  };
  mock.listen((kind, data) => {
    if (kind === 'request') tell('request', enrich(data as SeenRequest));
    else if (kind === 'finished') {
      const { number, milliseconds } = data as FeedEvents['finished'];
      finishedIn.set(number, milliseconds);
      tell('finished', { number, milliseconds });
    } else if (kind === 'queued' || kind === 'seeded' || kind === 'reset') {
      if (kind === 'reset') settings = atStart;
      tell(kind, data as never);
    }
  });

  const control: Record<string, (body: unknown, response: ServerResponse, path: string) => unknown> = {
    'GET names': () => ({
      title: 'Chat API',
      operations: mock.operations,
      scenarios: [...loadScenarios()].map(([name, { title, keyword }]) => ({ name, title, keyword })),
      faults: [...allFaults.values()].map((fault) => ({
        name: fault.name,
        usage: faultUsage(fault),
        does: fault.title,
        ...(fault.breaks ? { rule: fault.breaks } : {}),
      })),
      worlds: [],
      tools: { docs: true, contractTests: true },
      token: mock.token,
    }),
    'GET settings': () => settings,
    'PATCH settings'(body) {
      settings = { ...settings, ...(body as Settings) };
      tell('settings', settings);
    },
    'GET requests': () => ({ requests: mock.requests().map((seen) => enrich(seen)) }),
    'GET streams': () => ({ streams: [...streams.values()].map(({ record }) => record) }),
    'GET events'(_, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': listening\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      return response;
    },
    'GET docs'(_, response) {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': 'sandbox allow-scripts' });
      return response.end('<!doctype html><title>Contract</title><h1>The Chat API</h1>');
    },
    'GET transcript': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return response.end(': title A session\n\nevent: message\ndata: {"type":"text","content":"kept"}\n\n');
    },
    'POST transcript': () => ({ problems: [{ clause: 'end-present', message: 'The stream ended without its stop.' }] }),
    'POST streams'(body, response, path) {
      const running = streams.get(path.split('/')[1]!);
      if (!running || running.record.ended)
        return void response.writeHead(404).end('{"detail":"That stream is over."}');
      running.steer((body as { action: string }).action);
    },
    async 'POST contract-runs'(body, response) {
      const { baseUrl } = body as { baseUrl: string };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const send = (event: string, data: unknown) =>
        response.write(encodeMessage({ event, data: JSON.stringify(data) }));
      const violation = {
        operation: 'getSession',
        message: `It said <img src=x onerror=alert(1)> at ${baseUrl}`,
        expected: '200',
        received: '500',
        reproduce: "curl -sS 'http://x'",
      };
      for (let index = 0; index < 40; index++) {
        send('progress', { requests: index * 3, turns: 1, operation: 'getSession' });
        const verdict = ['passed', 'passed', 'violated', 'warning', 'skipped'][index % 5]!;
        const violations = verdict === 'violated' || verdict === 'warning' ? [violation] : [];
        send('outcome', { rule: `rule-${index}`, title: `Clause ${index} is kept.`, verdict, violations });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const ids = Object.keys(operations);
      const coverage = { operations: ids, declaredOperations: ids, eventTypes: ['stop'], declaredEventTypes: ['stop'] };
      const sums = { requests: 120, turns: 1, durationMs: 900, violations: [], skipped: [], rules: [] };
      send('report', { conforms: false, ...sums, coverage });
      return response.end();
    },
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    if (!pathname.startsWith('/__mock')) return proxy(request, body, response);
    const path = pathname.slice('/__mock/'.length);
    if (path === '' || path.startsWith('console/')) return serveFile(path || 'console/index.html', response);
    const name = `${request.method} ${/\/transcript$/.test(path) ? 'transcript' : path.split('/')[0]}`;
    const answer = control[name];
    if (!answer) return proxy(request, body, response);
    const given = await answer(parseJson(body.toString()), response, path);
    if (given === response || response.writableEnded) return;
    response.writeHead(given === undefined ? 204 : 200, { 'content-type': 'application/json' });
    response.end(given === undefined ? undefined : JSON.stringify(given));
  });

  async function proxy(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const {
      host,
      connection,
      'content-length': length,
      'transfer-encoding': coding,
      origin,
      ...headers
    } = request.headers;
    const isTurn = request.url?.includes('/messages/stream');
    if (isTurn && headers.prefer === undefined) {
      headers.prefer = [`scenario=${settings.scenario}`, ...settings.faults.map((fault) => `fault=${fault}`)].join(
        ', ',
      );
      if (/#[\w-]+/.test(body.toString())) delete headers.prefer;
    }
    const answer = await fetch(mock.url + request.url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': type });
    if (!type.startsWith('text/event-stream') || !isTurn)
      return void response.end(Buffer.from(await answer.arrayBuffer()));
    const text = await answer.text().catch(() => '');
    const seen = mock.requests().at(-1)!;
    const running = playThrough(text, seen, settings.speed, response, tell);
    streams.set(running.record.stream, running);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: mock.token,
    tell,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mock.close();
    },
  };
}

interface Running {
  record: StreamRecord;
  steer(action: string): void;
}

/** Sends what the mock answered event by event, a twentieth of a second apart. */
function playThrough(
  text: string,
  seen: SeenRequest,
  speed: Settings['speed'],
  response: ServerResponse,
  tell: ConsoleMock['tell'],
): Running {
  const messages: { event: string; data: string }[] = [];
  const decoder = createEventStreamDecoder({ onMessage: (message) => messages.push(message) });
  decoder.push(new TextEncoder().encode(text));
  decoder.end();
  const reader = createProtocolReader(streamProtocols.streamMessages!);
  const began = Date.now();
  const stream = String(seen.number);
  const base = { stream, request: seen.number, speed, faults: seen.faults, paused: false };
  const record: StreamRecord = {
    ...base,
    operation: 'streamMessages',
    scenario: seen.scenario ?? 'retrieval',
    session: /chat\/([^/]+)/.exec(seen.path)?.[1] ?? '',
    events: [],
  };
  const { events, ...head } = record;
  tell('stream-began', head);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (how: 'ended' | 'cut' | 'left') => {
    if (record.ended) return;
    clearTimeout(timer);
    const broken = how === 'ended' ? reader.end() : [];
    const problems = broken.map(({ rule, message }) => ({ clause: rule, message }));
    record.ended = { milliseconds: Date.now() - began, how, problems };
    tell('stream-ended', { stream, ...record.ended });
    if (how === 'cut') response.socket?.resetAndDestroy();
    else response.end();
  };
  const sendOne = () => {
    const message = messages[events.length];
    if (!message) return end('ended');
    const data = parseJson(message.data);
    const event = {
      stream,
      index: events.length,
      milliseconds: Date.now() - began,
      kind: 'message' as const,
      event: message.event,
      ...(isObject(data) && typeof data.type === 'string' ? { type: data.type } : {}),
      data: message.data,
      problems: reader.read(message.event, data).map(({ rule, message: what }) => ({ clause: rule, message: what })),
    };
    events.push(event);
    tell('stream-event', event);
    response.write(encodeMessage(message));
  };
  const go = () => {
    if (record.paused || record.ended) return;
    sendOne();
    timer = setTimeout(go, speed === 'max' ? 0 : 50 / speed);
  };
  response.on('close', () => end('left'));
  go();
  return {
    record,
    steer(action) {
      if (action === 'cut') end('cut');
      else if (action === 'step') sendOne();
      else {
        record.paused = action === 'pause';
        clearTimeout(timer);
        tell(action === 'pause' ? 'stream-paused' : 'stream-resumed', { stream });
        go();
      }
    },
  };
}

function serveFile(path: string, response: ServerResponse): void {
  const types: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css' };
  response.writeHead(200, {
    'content-type': types[path.split('.').at(-1)!] ?? 'text/plain',
    'content-security-policy': strictPolicy,
    'x-content-type-options': 'nosniff',
  });
  response.end(readFileSync(join(packageRoot, 'dist', path)));
}
