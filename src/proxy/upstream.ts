import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import errors from 'undici/lib/core/errors.js';
import Pool from 'undici/lib/dispatcher/pool.js';

/** The server that a proxy forwards to. */
export interface Upstream {
  readonly url: URL;
  send(request: UpstreamRequest): UpstreamCall;
  close(): Promise<void>;
}

/** A request to send; host, connection and framing headers are set by the upstream connection. */
export interface UpstreamRequest {
  method: string;
  /** Path and query, still percent-encoded. */
  target: string;
  /** Names and values in turn, hop-by-hop fields already removed. */
  headers: readonly string[];
  body: Readable | undefined;
}

/** A request under way. */
export interface UpstreamCall {
  /** Rejects with an `UpstreamError` if no response head arrives, and with the reason of `cancel`. */
  response: Promise<UpstreamResponse>;
  /** Closes the connection, unless the response has ended. */
  cancel(reason: Error): void;
}

/** A response whose body is still arriving. */
export interface UpstreamResponse {
  status: number;
  /** The reason phrase. */
  statusMessage: string;
  rawHeaders: string[];
  /** Not decoded. */
  body: UpstreamBody;
  /** Empty until the body has ended. */
  trailers(): [name: string, value: string][];
}

/** A body as it arrives. What arrives before `read` waits. */
export interface UpstreamBody {
  read(sink: BodySink): void;
  pause(): void;
  resume(): void;
  /** Closes the connection, unless the body has ended. */
  cancel(): void;
}

/** The reader of a body. */
export interface BodySink {
  data(chunk: Uint8Array): void;
  end(): void;
  /** The upstream disconnected, or the call was cancelled. */
  fail(): void;
}

/** Bounds on an upstream: times in milliseconds, size of the head in bytes. */
export interface UpstreamBounds {
  /** Maximum silence: before the response head, and between two chunks of the body. */
  silence: number;
  headerBytes: number;
}

/** Why an upstream sent no response. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** 502, or 504 on timeout. */
  readonly status: 502 | 504;

  constructor(message: string, status: 502 | 504, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/**
 * Opens a pool of connections to one server.
 *
 * It opens a connection for each concurrent request, as HTTP/1.1 without pipelining requires, without a limit: a stream
 * keeps its connection for minutes.
 */
export function openUpstream(url: URL, { silence, headerBytes }: UpstreamBounds): Upstream {
  const pool = new Pool(url.origin, {
    headersTimeout: silence,
    bodyTimeout: silence,
    maxHeaderSize: headerBytes,
    connect: { timeout: Math.min(silence, 10_000) },
  });
  const base = url.pathname.replace(/\/$/, '');
  return {
    url,
    send({ method, target, headers, body }) {
      const call = createCall((error) => explain(error, url));
      const options = {
        method: method as Dispatcher.HttpMethod,
        path: base + target,
        headers: [...headers, 'host', url.host],
        body: body ?? null,
      };
      try {
        pool.dispatch(options, call.handler);
      } catch (error) {
        call.handler.onResponseError(undefined, error);
      }
      return call;
    },
    close: () => pool.destroy(),
  };
}

const notRead = new Error('The body is not read.');

/** Bytes that wait for a reader at most. */
const mostWaiting = 65_536;

/**
 * Connects undici's handler with one response. `pool.request` does the same with a stream and an abort signal for each
 * request, which take as long as the rest of the exchange.
 */
function createCall(explained: (error: unknown) => unknown) {
  let controller: Dispatcher.DispatchController | undefined;
  let cancelled: Error | undefined;
  let sink: BodySink | undefined;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let outcome: 'end' | 'fail' | undefined;
  let trailers: [string, string][] = [];
  let resolve: (response: UpstreamResponse) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const response = new Promise<UpstreamResponse>((one, other) => {
    resolve = one;
    reject = other;
  });
  const cancel = (reason: Error) => {
    if (outcome) return;
    cancelled ??= reason;
    controller?.abort(cancelled);
  };
  const finish = (how: 'end' | 'fail') => {
    if (outcome) return;
    outcome = how;
    sink?.[how]();
  };
  const body: UpstreamBody = {
    read(reader) {
      sink = reader;
      for (const chunk of waiting) reader.data(chunk);
      waiting = [];
      if (outcome) reader[outcome]();
    },
    pause: () => controller?.pause(),
    resume: () => controller?.resume(),
    cancel: () => cancel(notRead),
  };
  const handler = {
    onRequestStart(given: Dispatcher.DispatchController) {
      controller = given;
      if (cancelled) given.abort(cancelled);
    },
    onResponseStart({ rawHeaders }: Dispatcher.DispatchController, status: number, _: unknown, statusMessage = '') {
      // An interim response is for this connection (RFC 9110, section 15.2).
      if (status < 200) return;
      resolve({ status, statusMessage, rawHeaders: textsOf(rawHeaders as Buffer[]), body, trailers: () => trailers });
    },
    onResponseData(given: Dispatcher.DispatchController, chunk: Uint8Array) {
      if (sink) return sink.data(chunk);
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      if (waitingBytes > mostWaiting) given.pause();
    },
    onResponseEnd(_: Dispatcher.DispatchController, given: Readonly<Record<string, string | string[] | undefined>>) {
      trailers = Object.entries(given).flatMap(([name, value = []]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      );
      finish('end');
    },
    onResponseError(_: Dispatcher.DispatchController | undefined, error: unknown) {
      reject(cancelled ?? explained(error));
      finish('fail');
    },
  };
  return { response, cancel, handler };
}

function textsOf(raw: readonly Buffer[]): string[] {
  return raw.map((one) => one.toString('latin1'));
}

function explain(error: unknown, url: URL): unknown {
  // Such a request never left the proxy.
  if (!(error instanceof Error) || error instanceof errors.InvalidArgumentError) return error;
  const cause = error.message || (error as NodeJS.ErrnoException).code || error.name;
  const isLate =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.BodyTimeoutError;
  const hint = /wrong version number|packet length too long/i.test(cause)
    ? ' Is it a plain HTTP port? Use http://.'
    : '';
  return new UpstreamError(`The upstream ${url.origin} sent no usable response: ${cause}.${hint}`, isLate ? 504 : 502, {
    cause: error,
  });
}
