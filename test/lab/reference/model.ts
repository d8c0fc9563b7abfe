import type { IncomingHttpHeaders } from 'node:http';

/** The seven operations, by a short name. */
export const operationNames = ['list', 'create', 'get', 'remove', 'summary', 'title', 'stream'] as const;
export type OperationName = (typeof operationNames)[number];

export type JsonObject = Record<string, unknown>;
export type Event = JsonObject & { type: string };

/** The stored data of one session. */
export interface Session {
  id: string;
  project: string;
  /** Sorts sessions by their last change: a counter, so that two changes are never equal. */
  touched: number;
  /** Milliseconds since the epoch. */
  updatedAt: number;
  title: string | null;
  indexIds: string[] | null;
  /** The locked indexes, from the first message on. */
  locked: string[] | null;
  jobMetadata: JsonObject | null;
  events: Event[];
  turns: number;
  streaming: boolean;
}

export interface State {
  sessions: Map<string, Session>;
  changes: number;
  calls: number;
}

/** One parsed request. */
export interface Call {
  /** Absent if the path does not have the method. */
  operation: OperationName | undefined;
  method: string;
  /** The methods of the path. */
  allowed: string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The body as text; empty without one. */
  text: string;
  /** The body as JSON; undefined without one or if it is malformed. */
  body: unknown;
  malformed: boolean;
  sessionId: string | undefined;
  project: string;
  state: State;
}

/** One entry of a 422; `check` names the failed check, and is not sent. */
export interface FieldError {
  check: string;
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: JsonObject;
}

/** A response before it is written; `text` instead of `body` is sent unchanged. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body?: unknown;
  text?: string | Buffer;
}

export interface Turn {
  call: Call;
  session: Session;
  prompt: string;
  indexIds: string[];
  /** 1 for the first turn of its session. */
  number: number;
  /** The events sent so far. */
  streamed: Event[];
}

/** One step of a turn: a wait in milliseconds, then an event. */
export interface Step {
  wait: number;
  event: Event;
  /** False: only in the history. */
  sent?: boolean;
  /** False: only in the stream. */
  kept?: boolean;
}
