import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Answer, Call, Event, FieldError, JsonObject, Session, State, Step, Turn } from './model.ts';
import { cutPage, type Page, readToken } from './page.ts';
import { composeTurn } from './script.ts';
import { error, findFieldErrors } from './validate.ts';

/** The behavior of the reference server, one function per decision; each can be replaced separately. */
export interface Behaviour {
  /** The largest page, in sessions. */
  maximumPageSize: number;
  /** The duration of a turn, in milliseconds. */
  duration: number;
  /** Fills the store before the first request. */
  prepare(state: State): void;
  credentialHolds(call: Call): boolean;
  find(call: Call): Session | undefined;
  fieldErrors(call: Call): FieldError[];
  newId(): string;
  open(call: Call): Session;
  /** Why a turn is rejected with 409, if it is. */
  lockConflict(call: Call, session: Session): string | undefined;
  busyConflict(session: Session): string | undefined;
  begin(turn: Turn): void;
  script(turn: Turn): Step[];
  /** Adds one streamed event to the history. */
  keep(turn: Turn, event: Event): void;
  finish(turn: Turn, stop: Event): void;
  /** The client disconnected. */
  leave(turn: Turn): void;
  streamHeaders(turn: Turn): Record<string, string>;
  /** The steps before the first event. */
  opening(turn: Turn): string | Buffer;
  frame(event: Event, turn: Turn): string | Buffer;
  write(response: ServerResponse, bytes: string | Buffer, turn: Turn): void;
  end(response: ServerResponse, turn: Turn): void;
  setTitle(session: Session, firstMessage: string): void;
  touch(session: Session, state: State): void;
  timestamp(session: Session): string;
  summarize(session: Session, call: Call): JsonObject;
  history(session: Session, call: Call): Event[];
  /** The sessions that a list shows, in its order. */
  visible(call: Call): Session[];
  page(sessions: Session[], size: number, token: string | null, call: Call): Page;
  remove(session: Session, state: State): void;
  /** The final change of a response before it is written. */
  answer(call: Call, answer: Answer): Answer;
  send(response: ServerResponse, answer: Answer, call: Call): void | Promise<void>;
}

/** The differences of one server; called once per server, so its closures are that server's state. */
export type Override = (usual: Behaviour) => Partial<Behaviour>;

/** The normal behavior with `override`; normal functions call each other through the result. */
export function createBehaviour(token: string, override: Override = () => ({})): Behaviour {
  const behaviour = {} as Behaviour;
  Object.assign(behaviour, usualAnswers(behaviour, token), usualTurn(behaviour));
  return Object.assign(behaviour, override({ ...behaviour }));
}

function usualAnswers(own: Behaviour, token: string): Omit<Behaviour, keyof ReturnType<typeof usualTurn>> {
  return {
    maximumPageSize: 100,
    prepare() {},
    credentialHolds: ({ headers }) => headers.authorization?.replace(/^bearer /i, 'Bearer ') === `Bearer ${token}`,
    find: ({ state, sessionId, project }) => {
      const session = state.sessions.get(sessionId ?? '');
      return session?.project === project ? session : undefined;
    },
    fieldErrors(call) {
      const given = call.operation === 'list' ? call.query.get('page_token') : null;
      const forged = given !== null && readToken(given) === undefined;
      return [
        ...findFieldErrors(call),
        ...(forged ? [error('page_token.forged', ['query', 'page_token'], 'Unknown token', 'value_error', given)] : []),
      ];
    },
    newId: () => randomUUID(),
    open(call) {
      const asked = (call.body as JsonObject | null | undefined)?.index_ids;
      const session: Session = {
        id: own.newId(),
        project: call.project,
        touched: 0,
        updatedAt: 0,
        title: null,
        indexIds: Array.isArray(asked) ? asked : null,
        locked: null,
        jobMetadata: null,
        events: [],
        turns: 0,
        streaming: false,
      };
      own.touch(session, call.state);
      call.state.sessions.set(session.id, session);
      return session;
    },
    setTitle(session, firstMessage) {
      session.title = `About: ${[...firstMessage].slice(0, 40).join('')}`;
    },
    touch(session, state) {
      session.touched = state.changes += 1;
      session.updatedAt = Date.now();
    },
    timestamp: ({ updatedAt, touched }) =>
      `${new Date(updatedAt).toISOString().slice(0, -1)}${String(touched % 1000).padStart(3, '0')}`,
    summarize: (session) => ({
      session_id: session.id,
      last_updated_at: own.timestamp(session),
      generated_title: session.title,
      index_ids: session.indexIds,
      job_metadata: session.jobMetadata,
    }),
    history: ({ events }) => events,
    visible: ({ state, project }) =>
      [...state.sessions.values()]
        .filter((session) => session.project === project)
        .sort((one, other) => other.touched - one.touched),
    page: (sessions, size, given) => cutPage(sessions, size, given),
    remove(session, state) {
      state.sessions.delete(session.id);
    },
    answer: (_call, answer) => answer,
    send(response, { status, headers, body, text }) {
      const content = text ?? (body === undefined ? '' : JSON.stringify(body));
      if (status !== 204) response.setHeader('content-length', Buffer.byteLength(content));
      response.writeHead(status, headers).end(content);
    },
  };
}

function usualTurn(own: Behaviour) {
  return {
    duration: 400,
    lockConflict(call: Call, { locked }: Session) {
      const asked = new Set((call.body as { index_ids: string[] }).index_ids);
      if (locked === null) return undefined;
      const same = asked.size === new Set(locked).size && locked.every((id) => asked.has(id));
      return same ? undefined : 'The session is locked to other indexes.';
    },
    busyConflict: ({ streaming }: Session) => (streaming ? 'The session is streaming a turn.' : undefined),
    begin({ session, prompt, indexIds, call }: Turn) {
      session.streaming = true;
      // A first turn may name other indexes than those of the creation; then the turn's set is locked.
      if (session.indexIds !== null && session.locked === null) session.indexIds = session.locked = indexIds;
      session.events.push({ type: 'user_input', content: prompt });
      own.touch(session, call.state);
    },
    script: (turn: Turn) => composeTurn(turn, own.duration),
    keep({ session }: Turn, event: Event) {
      if (!event.type?.endsWith('_delta') && event.type !== 'user_input') session.events.push(event);
    },
    finish({ session, call }: Turn, { usage, error: reason, is_error }: Event) {
      session.jobMetadata = { ...(usage as JsonObject), error: reason, is_error, export_config_ids: null };
      session.streaming = false;
      own.touch(session, call.state);
    },
    leave(turn: Turn) {
      const usage = { duration_ms: 5, total_input_tokens: 1, total_output_tokens: 1, turns: 1 };
      const stop: Event = { type: 'stop', error: 'The client went away.', is_error: true, usage };
      own.keep(turn, stop);
      own.finish(turn, stop);
    },
    streamHeaders: (): Record<string, string> => ({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }),
    opening: (_turn: Turn): string | Buffer => '',
    frame: (event: Event, _turn: Turn): string | Buffer =>
      `event: ${event.type?.endsWith('_delta') ? 'delta' : 'message'}\ndata: ${JSON.stringify(event)}\n\n`,
    write(response: ServerResponse, bytes: string | Buffer, _turn: Turn) {
      if (bytes.length > 0) response.write(bytes);
    },
    end(response: ServerResponse, _turn: Turn) {
      response.end();
    },
  };
}
