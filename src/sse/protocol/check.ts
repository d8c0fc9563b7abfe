import type { Provenance } from '../../shared/provenance.ts';
import type { ProtocolRule, StreamProtocol } from './protocol.ts';

/** Where in a stream something is. */
export interface StreamPlace {
  /** The event, from 1. */
  event: number;
  byte?: number | undefined;
}

/** What the checks of one stream share. */
export interface CheckContext {
  protocol: StreamProtocol;
  /** The request body, if known. */
  request: unknown;
  earlierKeys: ReadonlySet<unknown>;
  /** The keys of this stream that have to be unique within the session. */
  keys: Set<unknown>;
  place: StreamPlace;
  /** An event was unreadable and may have been any: what is missing or out of order cannot be judged. */
  unsure: boolean;
  report(violation: {
    rule: ProtocolRule;
    owner?: { name?: string; provenance?: Provenance };
    message: string;
    expected: string;
    received: string;
    place?: StreamPlace;
  }): void;
}

/** Reads one event. */
export type EventHandler = (event: unknown) => void;

/** One rule of a protocol, following one stream. */
export interface Check {
  /** What it does with events of this type; `undefined`: nothing. */
  on(type: string): EventHandler | undefined;
  /** Judges what is left at the end of a stream that did not fail. */
  close?(): void;
  /** The name of the lifecycle, text or field. */
  readonly subject?: string;
  /** The rules that this stream gave an occasion to judge. */
  exercised(): Iterable<ProtocolRule>;
}

/** The most keys that one rule remembers; beyond it the oldest are forgotten, so that memory stays bounded. */
export const mostKeys = 10_000;

/** Forgets the oldest entry of a map that has become too large. */
export function trim(map: Map<unknown, unknown>): void {
  if (map.size > mostKeys) map.delete(map.keys().next().value);
}
