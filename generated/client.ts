// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
import type { OperationsClient } from '../src/client/runtime/operations-client.ts';
import type * as api from './types.ts';

type Query<Id extends keyof api.operations> = NonNullable<api.operations[Id]["parameters"]["query"]>;

/** A client with a method for each operation. A call that fails rejects with a ChatError. */
export interface ChatClient extends OperationsClient<api.paths> {
  /** List sessions. `GET /api/v1/chat` */
  listSessions: {
    (query?: Query<"listSessions">, options?: { signal?: AbortSignal | undefined }): Promise<api.SessionPage>;
    /** Every item of every page; a page is requested when the previous one is used up. */
    all(query?: Omit<Query<"listSessions">, "page_token">, options?: { signal?: AbortSignal | undefined }): AsyncIterable<api.SessionPage["items"][number]>;
  };

  /** Create a session. `POST /api/v1/chat` */
  createSession(body?: api.CreateSessionRequest, options?: { query?: Query<"createSession"> | undefined; signal?: AbortSignal | undefined }): Promise<api.SessionSummary>;

  /** Get a full session. `GET /api/v1/chat/{session_id}` */
  getSession(sessionId: string, options?: { query?: Query<"getSession"> | undefined; signal?: AbortSignal | undefined }): Promise<api.Session>;

  /** Delete a session. `DELETE /api/v1/chat/{session_id}` */
  deleteSession(sessionId: string, options?: { query?: Query<"deleteSession"> | undefined; signal?: AbortSignal | undefined }): Promise<void>;

  /** Get a session summary. `GET /api/v1/chat/{session_id}/summary` */
  getSessionSummary(sessionId: string, options?: { query?: Query<"getSessionSummary"> | undefined; signal?: AbortSignal | undefined }): Promise<api.SessionSummary>;

  /** Generate a session title. `POST /api/v1/chat/{session_id}/title` */
  generateSessionTitle(sessionId: string, body: api.GenerateTitleRequest, options?: { query?: Query<"generateSessionTitle"> | undefined; signal?: AbortSignal | undefined }): Promise<api.SessionSummary>;

  /** Stream messages. `POST /api/v1/chat/{session_id}/messages/stream` */
  streamMessages(sessionId: string, body: api.StreamMessagesRequest, options?: { query?: Query<"streamMessages"> | undefined; signal?: AbortSignal | undefined }): AsyncIterable<api.Event>;
}
