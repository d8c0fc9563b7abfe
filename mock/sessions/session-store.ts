import type { StoredSession } from './session.ts';

/** Stores sessions by project. Each call is atomic, and throws `StoreLost` if the store is unreachable. */
export interface SessionStore {
  get(project: string, sessionId: string): Promise<StoredSession | undefined>;
  /** Adds a session, or replaces the one with the same id. */
  set(project: string, session: StoredSession): Promise<void>;
  /** Replaces a session with the result of `change`. Returns `undefined` if the session does not exist. */
  update(
    project: string,
    sessionId: string,
    change: (session: StoredSession) => StoredSession,
  ): Promise<StoredSession | undefined>;
  /** Returns true if the session existed. */
  delete(project: string, sessionId: string): Promise<boolean>;
  /** All sessions of a project, the most recently updated first. */
  list(project: string): Promise<readonly StoredSession[]>;
  /** The projects that have sessions. */
  projects(): Promise<readonly string[]>;
  /** Marks a session as streaming. Returns false if it already is. */
  beginTurn(project: string, sessionId: string): Promise<boolean>;
  endTurn(project: string, sessionId: string): Promise<void>;
  /** Removes all sessions. */
  clear(): Promise<void>;
  /** Returns the first proposal for this name by any process that shares the store. Missing if no other process does. */
  agree?(name: string, proposal: string): Promise<string>;
  /** Closes the connections of the store. */
  close(): Promise<void>;
}

/** The store is unreachable; the call had no effect. */
export class StoreLost extends Error {
  override name = 'StoreLost';
}

/** A store in the memory of this process. */
export function createMemoryStore(): SessionStore {
  const projects = new Map<string, Map<string, StoredSession>>();
  const sorted = new Map<string, readonly StoredSession[]>();
  const streaming = new Set<string>();
  const put = (project: string, session: StoredSession) => {
    let sessions = projects.get(project);
    if (!sessions) {
      sessions = new Map();
      projects.set(project, sessions);
    }
    sessions.set(session.session_id, session);
    sorted.delete(project);
  };
  return {
    async get(project, sessionId) {
      return projects.get(project)?.get(sessionId);
    },
    async set(project, session) {
      put(project, session);
    },
    async update(project, sessionId, change) {
      const session = projects.get(project)?.get(sessionId);
      if (!session) return undefined;
      const changed = change(session);
      put(project, changed);
      return changed;
    },
    async delete(project, sessionId) {
      sorted.delete(project);
      return projects.get(project)?.delete(sessionId) ?? false;
    },
    async list(project) {
      const known = sorted.get(project);
      if (known) return known;
      const sessions = [...(projects.get(project)?.values() ?? [])].sort(newestFirst);
      sorted.set(project, sessions);
      return sessions;
    },
    async projects() {
      return [...projects].filter(([, sessions]) => sessions.size > 0).map(([project]) => project);
    },
    async beginTurn(project, sessionId) {
      const key = `${project}/${sessionId}`;
      if (streaming.has(key)) return false;
      streaming.add(key);
      return true;
    },
    async endTurn(project, sessionId) {
      streaming.delete(`${project}/${sessionId}`);
    },
    async clear() {
      projects.clear();
      sorted.clear();
      streaming.clear();
    },
    async close() {},
  };
}

/** By time, then by id, because two processes with one store can use the same microsecond. */
export function newestFirst(left: StoredSession, right: StoredSession): number {
  if (left.last_updated_at !== right.last_updated_at) return left.last_updated_at < right.last_updated_at ? 1 : -1;
  return left.session_id < right.session_id ? 1 : -1;
}
