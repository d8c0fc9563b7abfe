import type { SchemaViolation } from '../../src/openapi/validate/schema-validator.ts';
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
  /** How the response ended: closed by the server, reset, silent for too long, cancelled by the run, or over a bound. */
  ended: 'closed' | 'reset' | 'silent' | 'aborted' | 'too-large';
  /** With `aborted`: the milliseconds after which the run stopped following a stream that kept sending events. */
  cutAfter?: number;
  /** The rules of the protocol that this stream exercised. */
  exercised: ReadonlySet<string>;
  /** True if the last event of the protocol arrived. */
  reachedEnd: boolean;
  /** Violations that are known only at the end. */
  endViolations: ProtocolViolation[];
  /** Fields that came after the last blank line and so were never dispatched. */
  undispatched?: string;
  /** Offset of the first byte that is not UTF-8. */
  invalidUtf8At?: number;
  /** The chunks as they arrived: milliseconds after the request, and bytes. */
  chunks: { atMs: number; bytes: number }[];
}

/** One dispatched message of a turn. */
export interface TurnMessage {
  /** Position in the stream, from 1. */
  number: number;
  /** Offset after its last byte. */
  byte: number;
  /** Milliseconds between the request and its arrival. */
  atMs: number;
  name: string;
  /** The parsed data, if it is JSON. */
  event?: Json;
  /** The data as text, if it is not JSON. */
  text?: string;
  /** True for the sentinel of the protocol, which is not JSON. */
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
