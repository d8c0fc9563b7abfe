import type { Provenance } from '../../shared/provenance.ts';
import type { CompiledKeys } from './key.ts';
import type { ProtocolRule, StreamProtocol } from './protocol.ts';
import type { EventHandler } from './selector.ts';

/** A place in a stream. */
export interface StreamPlace {
  /** The event, from 1. */
  event: number;
  byte?: number | undefined;
}

/** State shared by the checks of one stream. */
export interface CheckContext {
  protocol: StreamProtocol;
  /** The request body, if known. */
  request: unknown;
  earlierKeys: ReadonlySet<unknown>;
  /** The keys of this stream that must be unique within the session. */
  keys: Set<unknown>;
  /** The keys that rules share. */
  compiled: CompiledKeys;
  readonly place: StreamPlace;
  /** True after an unreadable event, which may have been any: missing and misplaced events cannot be reported. */
  unsure: boolean;
  /** True after an event that reported a failure or an early stop: everything may stay open. */
  failed: boolean;
  report(violation: {
    rule: ProtocolRule;
    owner?: { name?: string; provenance?: Provenance };
    message: string;
    expected: string;
    received: string;
    place?: StreamPlace;
  }): void;
}

/** One rule of a protocol, for one stream. */
export interface Check {
  /** The handler for events of this type, if any. */
  on(type: string): EventHandler | undefined;
  /** Checks the remaining rules at the end of a stream that did not fail. */
  close?(): void;
  /** The name of the lifecycle, text or field. */
  readonly subject?: string;
  /** The rules that this stream exercised. */
  exercised(): Iterable<ProtocolRule>;
}

/** Maximum keys that one rule stores; the oldest are dropped, so that memory is bounded. */
export const mostKeys = 10_000;

/** Drops the oldest entry of a map that is too large. */
export function trim(map: Map<unknown, unknown>): void {
  if (map.size > mostKeys) map.delete(map.keys().next().value);
}
