import type { IncomingHttpHeaders } from 'node:http';

/** The seven operations, by a short name. */
export const operationNames = ['list', 'create', 'get', 'remove', 'summary', 'title', 'stream'] as const;
export type OperationName = (typeof operationNames)[number];

export type JsonObject = Record<string, unknown>;
export type Event = JsonObject & { type: string };

/** What the server keeps of one session. */
export interface Session {
  id: string;
  project: string;
  /** Orders sessions by their last change: a counter, so that two changes never tie. */
  touched: number;
  /** Milliseconds since the epoch. */
  updatedAt: number;
  title: string | null;
  indexIds: string[] | null;
  /** The set that turns are held to, from the first message on. */
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

/** One request, read. */
export interface Call {
  /** Left out where the path does not have the method. */
  operation: OperationName | undefined;
  method: string;
  /** The methods that the path has. */
  allowed: string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The body as text; empty where there was none. */
  text: string;
  /** The body as JSON; undefined where there was none or it is malformed. */
  body: unknown;
  malformed: boolean;
  sessionId: string | undefined;
  project: string;
  state: State;
}

/** One entry of a 422; `check` names what was checked, and is not sent. */
export interface FieldError {
  check: string;
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: JsonObject;
}

/** An answer before it is written; `text` in place of `body` is sent as it is. */
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
  /** What went out so far. */
  streamed: Event[];
}

/** One step of a turn: wait so many milliseconds, then say the event. */
export interface Step {
  wait: number;
  event: Event;
  /** False: it goes into the history only. */
  sent?: boolean;
  /** False: it goes over the wire only. */
  kept?: boolean;
}
