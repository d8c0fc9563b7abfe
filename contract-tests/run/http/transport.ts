import { type Clock, systemClock } from '../../../src/shared/clock.ts';
import { tooLate, waitAtMost } from '../../../src/shared/wait-at-most.ts';
import { limits, type RunOptions } from '../run-options.ts';
import type { ExchangeFailure } from './exchange.ts';

/** A response after its head has arrived; `chunks` reads its body, once. */
export interface TransportResponse {
  status: number;
  headers: Headers;
  /** The decompressed body in chunks. Never throws; `failure` says afterwards how it ended. */
  chunks(limit: number): AsyncGenerator<Uint8Array, void, undefined>;
  /** Why the body is incomplete, if it is. */
  failure(): ExchangeFailure | undefined;
  /** Drops the rest of the body and closes the connection. */
  abort(): void;
}

/** A request to send. */
export interface TransportRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** True to complete it even if the run is interrupted: created resources must be known to be deleted. */
  toTheEnd?: boolean;
}

/** Sends one request. Returns a failure instead of throwing. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse | ExchangeFailure>;

/**
 * A transport over `fetch` that trusts nothing. It bounds the wait for the first byte, for the next byte and for the
 * whole exchange, and the bytes of one body and of the run; it follows no redirect (RFC 9110, section 15.4), so that a
 * credential goes to the given server only.
 */
export function createTransport(
  { timeout, requestTimeout }: Pick<RunOptions, 'timeout' | 'requestTimeout'>,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch = globalThis.fetch,
  clock: Clock = systemClock,
): Transport {
  let runBytes = 0;
  return async ({ method, url, headers, body, toTheEnd = false }) => {
    if (signal.aborted) return interrupted;
    const controller = new AbortController();
    let failure: ExchangeFailure | undefined;
    // If a body of Node's fetch is aborted just as its last byte arrives, its reader may never settle.
    let giveUp: (end: typeof gaveUp) => void = () => {};
    const given = new Promise<typeof gaveUp>((resolve) => {
      giveUp = resolve;
    });
    const stop = (reason: ExchangeFailure) => {
      failure ??= reason;
      controller.abort();
      giveUp(gaveUp);
    };
    const interrupt = () => stop(interrupted);
    if (!toTheEnd) signal.addEventListener('abort', interrupt, { once: true });
    const release = () => signal.removeEventListener('abort', interrupt);
    const startedAt = clock.now();
    let total = requestTimeout;
    /** Waits for the server, within the bounds on silence and total time. */
    const next = async <Value>(task: Promise<Value>, silent: string): Promise<Value | typeof gaveUp> => {
      const left = startedAt + total - clock.now();
      const waited = left > 0 ? waitAtMost(Promise.race([task, given]), Math.min(timeout, left), clock) : tooLate;
      const value = await waited;
      if (value !== tooLate) return value;
      task.catch(() => {});
      stop(timedOut(left < timeout ? `did not end the response within ${total} ms` : `${silent} ${timeout} ms`));
      return gaveUp;
    };
    let response: Response | typeof gaveUp;
    try {
      const request = { method, headers, redirect: 'manual', signal: controller.signal } as const;
      const send = () => fetch(url, { ...request, ...(body === undefined ? {} : { body }) });
      const sent = send().catch((error) => {
        if (!isStale(error) || (!idempotent.has(method) && clock.now() - startedAt > atOnce)) throw error;
        return send();
      });
      response = await next(sent, 'sent no response within');
    } catch (error) {
      release();
      return failure ?? describeFailure(error);
    }
    if (response === gaveUp) {
      release();
      return failure ?? interrupted;
    }
    const { status, headers: sentHeaders, body: sentBody } = response;
    if (sentHeaders.get('content-type')?.includes('event-stream')) total = requestTimeout * limits.streamFactor;
    return {
      status,
      headers: sentHeaders,
      failure: () => failure,
      abort: () => {
        stop({ kind: 'aborted', message: 'The request was cancelled by the test.' });
        release();
      },
      async *chunks(limit) {
        const reader = sentBody?.getReader();
        let bytes = 0;
        let whole = false;
        try {
          while (reader && !failure) {
            const piece = await next(reader.read(), 'sent nothing for');
            if (piece === gaveUp) return;
            const { done, value } = piece;
            if (done) {
              whole = failure === undefined;
              return;
            }
            bytes += value.byteLength;
            runBytes += value.byteLength;
            if (bytes > limit) return stop(tooLarge(`The body is longer than ${limit} bytes.`));
            if (runBytes > limits.runBytes) return stop(tooLarge(`The run read more than ${limits.runBytes} bytes.`));
            yield value;
          }
        } catch (error) {
          failure ??= describeFailure(error);
        } finally {
          release();
          if (!whole) controller.abort();
        }
      },
    };
  };
}

/** Returned when waiting was given up. */
const gaveUp = Symbol('gave up');

const interrupted: ExchangeFailure = { kind: 'aborted', message: 'The run was interrupted.' };

function timedOut(what: string): ExchangeFailure {
  return { kind: 'timeout', message: `The server ${what}.` };
}

/** The failure for a response that exceeds a bound. */
export function tooLarge(message: string): ExchangeFailure {
  return { kind: 'too-large', message };
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** RFC 9110, section 9.2.2. Others are repeated only if the connection broke within these milliseconds. */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);
const atOnce = 200;

/** True if the server closed a persistent connection after an earlier response (RFC 9112, section 9.5). */
function isStale(error: unknown): boolean {
  const { code, socket } = (error instanceof Error ? (error.cause ?? {}) : {}) as {
    code?: string;
    socket?: { bytesRead?: number };
  };
  return code === 'UND_ERR_SOCKET' && (socket?.bytesRead ?? 0) > 0;
}

/** The reason in the cause of a `TypeError: fetch failed`. */
function describeFailure(error: unknown): ExchangeFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message || code : String(cause);
  const cannot = (why: string): ExchangeFailure => ({ kind: 'unreachable', message: why });
  if (/CERT|UNABLE_TO_VERIFY/.test(code)) {
    return cannot(
      `The certificate of the server is not trusted: ${message}. Set NODE_EXTRA_CA_CERTS to a file with its authority.`,
    );
  }
  if (unreachable.has(code) || code.startsWith('ERR_TLS')) {
    return cannot(`The server cannot be reached: ${message || code}.`);
  }
  if (/wrong.version.number|packet.length.too.long/i.test(`${code} ${message}`)) {
    return cannot('The server speaks plain HTTP on this port: use http:// instead of https://.');
  }
  if (message === 'bad port') return cannot('HTTP clients block this port.');
  return { kind: 'reset', message: `The connection broke: ${message || code}.` };
}
