import { limits, type RunOptions } from '../run-options.ts';
import type { ExchangeFailure } from './exchange.ts';

/** A response whose head has come; its body is read once, by `chunks`. */
export interface TransportResponse {
  status: number;
  headers: Headers;
  /** The decompressed body, piece by piece. Never throws: `failure` tells afterwards how it ended. */
  chunks(limit: number): AsyncGenerator<Uint8Array, void, undefined>;
  /** Why the body is not whole; left out where it is. */
  failure(): ExchangeFailure | undefined;
  /** Drops the rest of the body and closes the connection. */
  abort(): void;
}

/** A request as it goes out. */
export interface TransportRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Not given up where the run is interrupted: what it creates has to be known, to be deleted. */
  toTheEnd?: boolean;
}

/** Sends one request. A failure takes the place of a response; it never throws. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse | ExchangeFailure>;

/**
 * A transport over `fetch` that trusts nothing: it bounds the wait for the first byte, for the next byte and for the
 * whole exchange, and the bytes of one body and of the run; it follows no redirect (RFC 9110, section 15.4), so that a
 * credential goes to the given server only.
 */
export function createTransport(
  { timeout }: Pick<RunOptions, 'timeout'>,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Transport {
  let runBytes = 0;
  return async ({ method, url, headers, body, toTheEnd = false }) => {
    const controller = new AbortController();
    let failure: ExchangeFailure | undefined;
    // Aborted just as its last byte came, a body of Node's fetch may leave its reader without an answer for ever.
    let giveUp: (end: typeof givenUp) => void = () => {};
    const stop = (reason: ExchangeFailure) => {
      failure ??= reason;
      controller.abort();
      giveUp(givenUp);
    };
    const interrupted = () => stop({ kind: 'aborted', message: 'The run was interrupted.' });
    if (signal.aborted) return { kind: 'aborted', message: 'The run was interrupted.' };
    if (!toTheEnd) signal.addEventListener('abort', interrupted, { once: true });
    const total = timeout * limits.exchangeTimeouts;
    const whole = setTimeout(() => stop(timedOut(`did not end within ${total} ms`)), total);
    let idle = setTimeout(() => stop(timedOut(`sent no answer within ${timeout} ms`)), timeout);
    const release = () => {
      clearTimeout(whole);
      clearTimeout(idle);
      signal.removeEventListener('abort', interrupted);
    };
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: controller.signal,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      release();
      return failure ?? describeFailure(error);
    }
    clearTimeout(idle);
    return {
      status: response.status,
      headers: response.headers,
      failure: () => failure,
      abort: () => {
        stop({ kind: 'aborted', message: 'The request was cancelled by the test.' });
        release();
      },
      async *chunks(limit) {
        const reader = response.body?.getReader();
        let bytes = 0;
        let ended = false;
        try {
          while (reader && !failure) {
            idle = setTimeout(() => stop(timedOut(`sent nothing for ${timeout} ms`)), timeout);
            const stopped = new Promise<typeof givenUp>((resolve) => {
              giveUp = resolve;
            });
            const { done, value } = await Promise.race([reader.read(), stopped]);
            clearTimeout(idle);
            if (done) {
              ended = failure === undefined;
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
          if (!ended) controller.abort();
        }
      },
    };
  };
}

const givenUp = { done: true, value: undefined } as const;

function timedOut(what: string): ExchangeFailure {
  return { kind: 'timeout', message: `The server ${what}.` };
}

/** More was sent than a run takes. */
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

/** What a `TypeError: fetch failed` hides in its cause. */
function describeFailure(error: unknown): ExchangeFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message || code : String(cause);
  if (unreachable.has(code) || code.startsWith('ERR_TLS') || code.includes('CERT')) {
    return { kind: 'unreachable', message: `The server cannot be reached: ${message || code}.` };
  }
  if (message === 'bad port') return { kind: 'unreachable', message: 'The port is one that HTTP clients refuse.' };
  return { kind: 'reset', message: `The connection broke: ${message || code}.` };
}
