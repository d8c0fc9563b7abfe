import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import request from 'undici/lib/api/api-request.js';
import errors from 'undici/lib/core/errors.js';
import Pool from 'undici/lib/dispatcher/pool.js';

/** The one server that a proxy forwards to. */
export interface Upstream {
  readonly url: URL;
  /** @throws {UpstreamError} if no response head arrives */
  send(request: UpstreamRequest): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

/** A request as it goes out; host, connection and framing are the upstream connection's own. */
export interface UpstreamRequest {
  method: string;
  /** Path and query, still percent-encoded. */
  target: string;
  /** Names and values in turn, hop-by-hop fields already removed. */
  headers: readonly string[];
  body: Readable | undefined;
  signal: AbortSignal;
}

/** A response as it arrives. */
export interface UpstreamResponse {
  status: number;
  rawHeaders: string[];
  /** Not decoded; errors if the upstream disconnects. */
  body: Readable;
  /** Empty until the body has ended. */
  trailers(): Record<string, string>;
}

/** How long an upstream may take, in milliseconds, and how much it may send in a head, in bytes. */
export interface UpstreamBounds {
  /** Without a byte: before the response head, and between two pieces of the body. */
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
 * A pool keeps a connection for each request under way, as HTTP/1.1 requires without pipelining; it opens as many as
 * are needed, because a stream holds its own for minutes.
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
    async send({ method, target, headers, body, signal }) {
      try {
        const response = await request.call(pool, {
          method: method as Dispatcher.HttpMethod,
          path: base + target,
          headers: [...headers, 'host', url.host],
          body: body ?? null,
          signal,
          responseHeaders: 'raw',
        });
        return {
          status: response.statusCode,
          rawHeaders: response.headers as unknown as string[],
          body: response.body,
          trailers: () => response.trailers,
        };
      } catch (error) {
        throw explain(error, url);
      }
    },
    close: () => pool.destroy(),
  };
}

function explain(error: unknown, url: URL): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error;
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
