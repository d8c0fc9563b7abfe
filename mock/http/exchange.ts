import { concatBytes } from '../../src/shared/encoding/bytes.ts';
import type { Frame } from '../streams/frame.ts';

/** A request, independent of its source: Node's HTTP server or a web `Request`. */
export interface Incoming {
  /** As sent; upper case by convention. */
  method: string;
  /** Path and query as on the request line, still percent-encoded. */
  target: string;
  /** The value of a header, several joined by a comma. The name is lower case. */
  header(name: string): string | undefined;
  /** Alternating names and values of all headers, as received. */
  readonly rawHeaders: readonly string[];
  /** The whole body, or why it is missing: longer than `limit` bytes, or cut off by the client. Never rejects. */
  readBody(limit: number): Promise<Uint8Array | 'too long' | 'cut off'>;
  /** The client's address; `undefined` without a network connection. */
  readonly remoteAddress?: string | undefined;
  /** Called if the response will never begin, so that the server can end the request. */
  stall?(): void;
}

/** A response before it is sent. It has at most one of `body`, `text` and `playback`. */
export interface Reply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** A JSON value. */
  body?: unknown;
  /** Text that is sent as it is. */
  text?: string;
  /** The bytes of `body` or `text`, split by a fault, with delays between them. */
  pieces?: readonly Frame[];
  /** A streamed body. The receiver of the reply must call `begin` or `leave`. */
  playback?: Playback;
  /** The connection is reset before any response. */
  reset?: boolean;
  /** Shown in the journal instead of a scenario name. */
  label?: string;
}

/** A body that is generated while it is sent. */
export interface Playback {
  /** Sends to `sink` until it is full. */
  begin(sink: Sink): void;
  /** The sink accepts data again. */
  drain(): void;
  /** The client disconnected. */
  leave(): void;
  /** Calls `listener` once, when either side has ended the playback. */
  onEnd(listener: () => void): void;
}

/** The destination of a playback. */
export interface Sink {
  /** Returns false if the sink is full; the playback then waits for `drain`. */
  write(bytes: Uint8Array): boolean;
  end(): void;
  /** Resets the connection. */
  fail(): void;
  /** Called if the playback stalls for good: no more data and no end. */
  stall?(): void;
}

/** The body text of a reply without a playback; `undefined` for no body. */
export function payloadOf(reply: Reply): string | undefined {
  if (reply.text !== undefined) return reply.text;
  return reply.body === undefined ? undefined : JSON.stringify(reply.body);
}

/** The same reply with its JSON text parsed, so that it can be changed. */
export function withValue(reply: Reply): Reply {
  const { text, ...rest } = reply;
  if (text === undefined || !/\bjson\b/.test(reply.headers['content-type'] ?? '')) return reply;
  return { ...rest, body: JSON.parse(text) };
}

/** The reply to HEAD: what GET would send, without its body (RFC 9110, section 9.3.2). */
export function withoutBody(reply: Reply): Reply {
  const payload = payloadOf(reply);
  const { body: _, text: __, pieces: ___, playback, ...rest } = reply;
  playback?.leave();
  if (payload === undefined || playback) return rest;
  return { ...rest, headers: { ...reply.headers, 'content-length': String(new TextEncoder().encode(payload).length) } };
}

/** Collects a body up to `limit` bytes. */
export async function collectBody(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array | 'too long' | 'cut off'> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.byteLength;
      if (length > limit) return 'too long';
      parts.push(chunk);
    }
  } catch {
    return 'cut off';
  }
  return concatBytes(parts);
}
