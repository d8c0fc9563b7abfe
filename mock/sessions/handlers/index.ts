import { createSession } from './create-session.ts';
import { deleteSession } from './delete-session.ts';
import { generateSessionTitle } from './generate-session-title.ts';
import { getSession } from './get-session.ts';
import { getSessionSummary } from './get-session-summary.ts';
import type { Handler } from './handler.ts';
import { listSessions } from './list-sessions.ts';
import { streamMessages } from './stream-messages.ts';

/** The operations with state, by id. All others return the contract's examples. */
export const handlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    listSessions,
    createSession,
    getSession,
    deleteSession,
    getSessionSummary,
    generateSessionTitle,
    streamMessages,
  }),
);
