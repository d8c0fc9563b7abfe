import { refuseWhen } from '../alter.ts';
import type { Override } from '../reference/behaviour.ts';
import type { Call, JsonObject, Session, State } from '../reference/model.ts';
import { error } from '../reference/validate.ts';
import type { ConformingServer } from './conforming-server.ts';

const open = 'open: a correct server may do either';
const server = (name: string, clause: string, override: Override): ConformingServer => ({
  name: `open: ${name}`,
  clause,
  override,
});

const addNeighbours = (state: State, many: number, changes: Partial<Session> = {}) => {
  for (let number = 0; number < many; number += 1) {
    state.changes += 1;
    const id = `other-${state.changes}`;
    state.sessions.set(id, {
      id,
      project: 'default',
      touched: state.changes,
      updatedAt: Date.now() - 86_400_000 + state.changes,
      title: number % 2 ? `Other people's ${number}` : null,
      indexIds: number % 3 ? ['theirs'] : null,
      locked: null,
      jobMetadata: null,
      events: [],
      turns: 0,
      streaming: false,
      ...changes,
    });
  }
};

const asked = (call: Call): string[] => (call.body as { index_ids: string[] }).index_ids;
const sameSet = (one: string[], other: string[]) =>
  new Set(one).size === new Set(other).size && one.every((id) => other.includes(id));

/** Page tokens as a map of random names that never expire and are valid for one page size only. */
const storedTokens: Override = (usual) => {
  const known = new Map<string, { token: string; size: string | null }>();
  let number = 0;
  const inner = (token: string | null) => (token === null ? null : (known.get(token)?.token ?? token));
  return {
    fieldErrors(call) {
      const given = call.query.get('page_token');
      const errors = usual.fieldErrors(call).filter(({ check }) => check !== 'page_token.forged');
      const fits = given === null || known.get(given)?.size === call.query.get('page_size');
      return fits || call.operation !== 'list'
        ? errors
        : [...errors, error('page_token.forged', ['query', 'page_token'], 'Unknown token', 'value_error', given)];
    },
    page(sessions, size, token, call) {
      const page = usual.page(sessions, size, inner(token), call);
      if (page.next === null) return page;
      number += 1;
      const name = `+/=&? ü${number}`;
      known.set(name, { token: page.next, size: call.query.get('page_size') });
      return { ...page, next: name };
    },
  };
};

/** Correct servers that decide an open question differently. */
export const openServers: ConformingServer[] = [
  server('first turn with other indexes refused', open, (usual) => ({
    lockConflict: (call, session) =>
      session.indexIds !== null && !sameSet(session.indexIds, asked(call))
        ? 'The session is bound to other indexes.'
        : usual.lockConflict(call, session),
  })),
  server('first turn with other indexes taken, the bound set stays locked', open, (usual) => ({
    begin(turn) {
      const { indexIds } = turn.session;
      usual.begin(turn);
      if (indexIds !== null) turn.session.indexIds = turn.session.locked = indexIds;
    },
  })),
  server('index_ids [] is unbound', open, (usual) => ({
    open(call) {
      const session = usual.open(call);
      if (session.indexIds?.length === 0) session.indexIds = null;
      return session;
    },
  })),
  server(
    'empty prompt refused',
    open,
    refuseWhen('stream', (_call, { prompt }) => prompt === ''),
  ),
  server(
    'more than ten indexes on a turn refused',
    open,
    refuseWhen('stream', (_call, { index_ids }) => Array.isArray(index_ids) && index_ids.length > 10),
  ),
  server('a title does not move last_updated_at', open, (usual) => {
    const titled = new Set<Session>();
    return {
      setTitle(session, text) {
        usual.setTitle(session, text);
        titled.add(session);
      },
      touch(session, state) {
        if (!titled.delete(session)) usual.touch(session, state);
      },
    };
  }),
  server('the title is the message itself', 'derived from the first user message', () => ({
    setTitle(session, text) {
      session.title = text;
    },
  })),
  server('the title is always the same', 'derived; generating it again is allowed', () => ({
    setTitle(session) {
      session.title ??= 'A conversation 🎈';
    },
  })),
  server('a first turn sets the title', 'the title is derived from the first user message', (usual) => ({
    finish(turn, stop) {
      usual.finish(turn, stop);
      turn.session.title ??= `Auto: ${turn.prompt.slice(0, 30)}`;
    },
  })),
  server('404 wins over 401', open, (usual) => ({
    answer: (call, answer) =>
      answer.status === 401 && call.sessionId !== undefined && usual.find(call) === undefined
        ? { status: 404, headers: { 'content-type': 'application/json' }, body: { detail: 'Session not found' } }
        : usual.answer(call, answer),
  })),
  server('422 wins over 404', open, (usual) => ({
    answer(call, answer) {
      const errors = answer.status === 404 ? usual.fieldErrors(call) : [];
      return errors.length === 0
        ? usual.answer(call, answer)
        : { ...answer, status: 422, body: { detail: errors.map(({ check: _check, ...entry }) => entry) } };
    },
  })),
  server('422 wins over 401', open, (usual) => ({
    answer(call, answer) {
      const errors = answer.status === 401 ? usual.fieldErrors(call) : [];
      return errors.length === 0
        ? usual.answer(call, answer)
        : {
            status: 422,
            headers: { 'content-type': 'application/json' },
            body: { detail: errors.map(({ check: _check, ...entry }) => entry) },
          };
    },
  })),
  server('409 of a lock wins over 422', open, (usual) => ({
    answer(call, answer) {
      const session = answer.status === 422 && call.operation === 'stream' ? usual.find(call) : undefined;
      const ids = (call.body as JsonObject | null | undefined)?.index_ids;
      const conflict = session && Array.isArray(ids) ? usual.lockConflict(call, session) : undefined;
      return conflict === undefined
        ? usual.answer(call, answer)
        : { ...answer, status: 409, body: { detail: conflict } };
    },
  })),
  server('a session cookie counts', 'yes where the server takes it', (usual) => ({
    credentialHolds: (call) => usual.credentialHolds(call) || String(call.headers.cookie ?? '').includes('session='),
  })),
  server("3000 other people's sessions", "other people's thousands of sessions in the list", () => ({
    prepare: (state) => addNeighbours(state, 3000),
  })),
  server('5000 sessions, default page of 5000', 'any default size', () => ({
    maximumPageSize: 10_000,
    prepare: (state) => addNeighbours(state, 5000),
  })),
  server('busy neighbours', 'other people in the list', () => ({
    prepare(state) {
      addNeighbours(state, 40);
      // Work that continues during the run.
      const timer = setInterval(() => {
        addNeighbours(state, 1, { updatedAt: Date.now() });
        if (state.sessions.size > 3000) clearInterval(timer);
      }, 40).unref();
    },
  })),
  server('small maximum page', 'above the maximum it is clamped', () => ({ maximumPageSize: 3 })),
  server('maximum page of one', 'above the maximum it is clamped', () => ({ maximumPageSize: 1 })),
  server('tokens of any characters, for one page size only', open, storedTokens),
  server('an empty last page', 'following the token until it is absent', (usual) => ({
    page(sessions, size, token, call) {
      const page = usual.page(sessions, size, token, call);
      const last = sessions.at(-1);
      return page.next === null && last && page.items.length === size
        ? { ...page, next: Buffer.from(`after:${last.touched}:${last.touched * 7 + 3}`).toString('base64url') }
        : page;
    },
  })),
  server('short pages', 'page_size bounds a page', (usual) => ({
    page: (sessions, size, token, call) => usual.page(sessions, Math.max(1, Math.ceil(size / 2)), token, call),
  })),
];
