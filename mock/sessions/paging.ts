import type { PageCursor } from './page-token.ts';
import type { StoredSession } from './session.ts';

/** One page of a list. */
export interface Page {
  items: readonly StoredSession[];
  /** Where the next page begins; null on the last. */
  next: PageCursor | null;
}

/**
 * The page that begins after `after`.
 *
 * The cursor is a point in time, not an offset, so that sessions created between two pages do not shift the list.
 *
 * @param sessions newest first
 */
export function pageOf(sessions: readonly StoredSession[], after: PageCursor | null, size: number): Page {
  const start = after ? sessions.findIndex((session) => isBehind(session, after)) : 0;
  return start === -1 ? { items: [], next: null } : pageFrom(sessions, start, size);
}

/** The page that begins at an index. */
export function pageFrom(sessions: readonly StoredSession[], start: number, size: number): Page {
  const items = sessions.slice(start, start + size);
  const last = items.at(-1);
  return { items, next: last && start + size < sessions.length ? cursorOf(last) : null };
}

/** The cursor after a session. */
export function cursorOf(session: StoredSession): PageCursor {
  return { updatedAt: session.last_updated_at, sessionId: session.session_id };
}

function isBehind(session: StoredSession, cursor: PageCursor): boolean {
  if (session.last_updated_at !== cursor.updatedAt) return session.last_updated_at < cursor.updatedAt;
  return session.session_id < cursor.sessionId;
}
