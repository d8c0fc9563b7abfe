import { isObject } from '../../src/shared/json.ts';

/** One event of a history, as it stands on the wire. A fault may leave out what the contract requires. */
export type SessionEvent = Record<string, unknown>;

/** What the most recent turn cost. */
export type JobMetadata = Record<string, unknown>;

/** A session as it is stored; the fields have their names on the wire. It is never changed, only replaced. */
export interface StoredSession {
  readonly session_id: string;
  /** ISO 8601 in UTC with microseconds: the order of two as text is their order in time. */
  readonly last_updated_at: string;
  readonly generated_title: string | null;
  /** Null on an unbound session. */
  readonly index_ids: readonly string[] | null;
  readonly job_metadata: JobMetadata | null;
  readonly events: readonly SessionEvent[];
  /** A deleted session that a fault keeps. */
  readonly deleted?: true;
}

/** The session as lists and summaries show it. */
export function summaryOf(session: StoredSession): Record<string, unknown> {
  const { events: _, deleted: __, ...summary } = session;
  return summary;
}

const summaryTexts = new WeakMap<StoredSession, string>();

/** The same as JSON text. A stored session is never changed, so it is made once. */
export function summaryTextOf(session: StoredSession): string {
  let text = summaryTexts.get(session);
  if (text === undefined) {
    text = JSON.stringify(summaryOf(session));
    summaryTexts.set(session, text);
  }
  return text;
}

/** The session with its history. */
export function fullSessionOf(session: StoredSession): Record<string, unknown> {
  const { deleted: _, ...full } = session;
  return full;
}

/** `job_metadata` after a turn: its stop's usage and how it ended. */
export function jobMetadataOf(stop: SessionEvent): JobMetadata {
  const usage = isObject(stop.usage) ? stop.usage : {};
  return {
    duration_ms: usage.duration_ms ?? 0,
    error: stop.error ?? null,
    export_config_ids: null,
    is_error: stop.is_error === true,
    total_input_tokens: usage.total_input_tokens ?? null,
    total_output_tokens: usage.total_output_tokens ?? null,
    turns: usage.turns ?? 1,
  };
}

/** True where two lists name the same indexes, whatever the order and however often. */
export function sameIndexes(left: readonly string[], right: readonly string[]): boolean {
  const names = new Set(left);
  return right.every((name) => names.has(name)) && new Set(right).size === names.size;
}
