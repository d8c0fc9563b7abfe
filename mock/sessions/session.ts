import { isObject } from '../../src/shared/json.ts';

/** One event of a history, in its wire format. A fault can omit required fields. */
export type SessionEvent = Record<string, unknown>;

/** Usage data of the most recent turn. */
export type JobMetadata = Record<string, unknown>;

/** A stored session, with the field names of the wire format. Immutable: changes replace it. */
export interface StoredSession {
  readonly session_id: string;
  /** ISO 8601 in UTC with microseconds, so that the order as text is the order in time. */
  readonly last_updated_at: string;
  readonly generated_title: string | null;
  /** Null on an unbound session. */
  readonly index_ids: readonly string[] | null;
  readonly job_metadata: JobMetadata | null;
  readonly events: readonly SessionEvent[];
  /** A deleted session that a fault has kept. */
  readonly deleted?: true;
}

/** The session as shown in lists and summaries. */
export function summaryOf(session: StoredSession): Record<string, unknown> {
  const { events: _, deleted: __, ...summary } = session;
  return summary;
}

const summaryTexts = new WeakMap<StoredSession, string>();

/** The same as JSON text, cached because stored sessions are immutable. */
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

/** `job_metadata` after a turn: the usage and the outcome in its stop event. */
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

/** True if two lists contain the same indexes, regardless of order and duplicates. */
export function sameIndexes(left: readonly string[], right: readonly string[]): boolean {
  const names = new Set(left);
  return right.every((name) => names.has(name)) && new Set(right).size === names.size;
}
