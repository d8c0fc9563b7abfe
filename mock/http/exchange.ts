import { concatBytes } from '../../src/shared/encoding/bytes.ts';
import type { Frame } from '../streams/frame.ts';

/** A request as the core reads it, whatever carried it: Node's own objects or a web `Request`. */
export interface Incoming {
  /** As it was sent, upper case by custom. */
  method: string;
  /** Path and query as on the request line, still percent-encoded. */
  target: string;
  /** The value of a header, several joined by a comma. The name is lower case. */
  header(name: string): string | undefined;
  /** Names and values of all headers in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** The whole body, or why there is none: it is longer than `limit` bytes, or the client broke off. It never rejects. */
  readBody(limit: number): Promise<Uint8Array | 'too long' | 'cut off'>;
  /** The address that it came from; none where no network is between. */
  remoteAddress?: string | undefined;
  /** Is told where no answer will ever begin: then only whoever carries the request can end it. */
  stall?(): void;
}

/** A response before it is sent. At most one of `body` and `text` is there, and a playback is sent in their place. */
export interface Reply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** A JSON value. */
  body?: unknown;
  /** Text that is sent as it is. */
  text?: string;
  /** The bytes of `body` or `text` with waits between them, where a fault has cut them. */
  pieces?: readonly Frame[];
  /** A body that comes bit by bit. Whoever takes the reply begins it, or leaves it. */
  playback?: Playback;
  /** The connection is reset before any response. */
  reset?: boolean;
  /** What the journal shows in the place of a scenario. */
  label?: string;
}

/** A body that is made while it is sent. */
export interface Playback {
  /** Sends to `sink` until it is full. */
  begin(sink: Sink): void;
  /** The sink takes more. */
  drain(): void;
  /** The client went away. */
  leave(): void;
  /** `listener` is called once, when the playback is over, whichever side ended it. */
  onEnd(listener: () => void): void;
}

/** Where a playback goes. */
export interface Sink {
  /** False where it is full; the playback then waits for `drain`. */
  write(bytes: Uint8Array): boolean;
  end(): void;
  /** Breaks the connection off. */
  fail(): void;
  /** Is told where nothing more will come, and no end either. */
  stall?(): void;
}

/** What a reply without a playback sends; `undefined` for no body at all. */
export function payloadOf(reply: Reply): string | undefined {
  if (reply.text !== undefined) return reply.text;
  return reply.body === undefined ? undefined : JSON.stringify(reply.body);
}

/** The same reply with its JSON text as a value, for whoever changes it. */
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
