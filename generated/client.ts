// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
import type { ApiClient } from '../src/client/runtime/api-client.ts';
import type { operations, paths, CreateSessionRequest, Event, GenerateTitleRequest, Session, SessionPage, SessionSummary, StreamMessagesRequest } from './types.ts';

type Query<Id extends keyof operations> = NonNullable<operations[Id]["parameters"]["query"]>;

/** A client with a method for each operation. A call that fails rejects with a ChatError. */
export interface ChatClient extends ApiClient<paths> {
  /** List sessions. `GET /api/v1/chat` */
  listSessions: {
    (query?: Query<"listSessions">, options?: { signal?: AbortSignal | undefined }): Promise<SessionPage>;
    /** Every item of every page; a page is asked for when the one before is used up. */
    all(query?: Omit<Query<"listSessions">, "page_token">, options?: { signal?: AbortSignal | undefined }): AsyncIterable<SessionPage["items"][number]>;
  };

  /** Create a session. `POST /api/v1/chat` */
  createSession(body?: CreateSessionRequest, options?: { query?: Query<"createSession"> | undefined; signal?: AbortSignal | undefined }): Promise<SessionSummary>;

  /** Get a full session. `GET /api/v1/chat/{session_id}` */
  getSession(sessionId: string, options?: { query?: Query<"getSession"> | undefined; signal?: AbortSignal | undefined }): Promise<Session>;

  /** Delete a session. `DELETE /api/v1/chat/{session_id}` */
  deleteSession(sessionId: string, options?: { query?: Query<"deleteSession"> | undefined; signal?: AbortSignal | undefined }): Promise<void>;

  /** Get a session summary. `GET /api/v1/chat/{session_id}/summary` */
  getSessionSummary(sessionId: string, options?: { query?: Query<"getSessionSummary"> | undefined; signal?: AbortSignal | undefined }): Promise<SessionSummary>;

  /** Generate a session title. `POST /api/v1/chat/{session_id}/title` */
  generateSessionTitle(sessionId: string, body: GenerateTitleRequest, options?: { query?: Query<"generateSessionTitle"> | undefined; signal?: AbortSignal | undefined }): Promise<SessionSummary>;

  /** Stream messages. `POST /api/v1/chat/{session_id}/messages/stream` */
  streamMessages(sessionId: string, body: StreamMessagesRequest, options?: { query?: Query<"streamMessages"> | undefined; signal?: AbortSignal | undefined }): AsyncIterable<Event>;
}
