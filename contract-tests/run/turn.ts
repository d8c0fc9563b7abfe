import type { SchemaViolation } from '../../src/openapi/schema-validator.ts';
import type { Json } from '../../src/shared/json.ts';
import type { ProtocolViolation } from '../../src/sse/stream-protocol.ts';
import type { Exchange } from './http/exchange.ts';

/** One streamed turn, as it arrived. */
export interface Turn {
  exchange: Exchange;
  session: string;
  prompt: string;
  indexIds: string[];
  messages: TurnMessage[];
  /** How the response ended: by the server, broken off, silent too long, cut by us, or over our bounds. */
  ended: 'closed' | 'reset' | 'silent' | 'aborted' | 'too-large';
  /** The rules of the protocol that this stream gave an occasion to judge. */
  exercised: ReadonlySet<string>;
  /** True where the last event of the protocol came. */
  reachedEnd: boolean;
  /** What the protocol has to say of the end. */
  endViolations: ProtocolViolation[];
  /** Fields that came after the last blank line and so were never dispatched. */
  undispatched?: string;
  /** Offset of the first byte that is not UTF-8. */
  invalidUtf8At?: number;
  /** The chunks in which the bytes came: milliseconds from the request, and how many. */
  chunks: { atMs: number; bytes: number }[];
}

/** One dispatched message of a turn. */
export interface TurnMessage {
  /** Position in the stream, from 1. */
  number: number;
  /** Offset behind its last byte. */
  byte: number;
  /** Milliseconds from the request to its arrival. */
  atMs: number;
  name: string;
  /** The parsed data; left out where it is not JSON. */
  event?: Json;
  /** The data as text, where it is not JSON. */
  text?: string;
  /** True where it is the sentinel of the protocol, which is not JSON. */
  sentinel?: true;
  protocol: ProtocolViolation[];
  schema: SchemaViolation[];
}

/** The turn's events that are JSON objects, in order. */
export function eventsOf(turn: Turn): { [key: string]: Json }[] {
  return turn.messages.flatMap(({ event }) =>
    typeof event === 'object' && event !== null && !Array.isArray(event) ? [event] : [],
  );
}
