import { isObject } from '../../src/shared/json.ts';
import { problemsReply } from '../http/replies.ts';
import { problem } from '../request/request-problem.ts';
import { type SessionEvent, sameIndexes } from '../sessions/session.ts';
import type { Fault, FaultBehaviour } from './fault.ts';
import { type Body, changeSummaries, everySummary } from './summaries.ts';

/** Faults in accepting and storing turns. */
export const turnFaults: readonly Fault[] = [
  {
    name: 'refuses-turn',
    title: 'Every turn is rejected with 422, even if it is valid.',
    violates: 'valid-request-accepted',
    behaviour: refusesTurn,
  },
  {
    name: 'no-index-lock',
    title: 'A bound session accepts turns on other indexes.',
    violates: 'index-set-locked',
    behaviour: () => ({ conflict: (conflict) => (conflict === 'locked' ? null : conflict) }),
  },
  {
    name: 'index-lock-by-order',
    title: 'The same indexes in a different order are rejected with 409.',
    violates: 'index-set-unordered',
    behaviour: () => ({
      conflict: (conflict, { session, indexIds }) =>
        conflict ?? (session.index_ids && session.index_ids.join() !== indexIds.join() ? 'locked' : null),
    }),
  },
  {
    name: 'index-lock-ignores-case',
    title: 'The index ids of a bound session are compared without regard to case.',
    violates: 'index-set-locked',
    behaviour: () => ({
      conflict: (conflict, { session, indexIds }) =>
        conflict === 'locked' && sameIndexes(lowerCase(session.index_ids ?? []), lowerCase(indexIds)) ? null : conflict,
    }),
  },
  {
    name: 'refused-turn-moves-lock',
    title: 'A turn rejected with 409 rebinds the session to the indexes of that turn.',
    violates: 'refused-turn-keeps-lock',
    behaviour: refusedTurnMovesLock,
  },
  {
    name: 'invalid-turn-moves-lock',
    title: 'A turn rejected with 422 rebinds the session to the indexes of that turn.',
    violates: 'refused-turn-keeps-lock',
    behaviour: invalidTurnMovesLock,
  },
  {
    name: 'locks-unbound-session',
    title: 'An unbound session is bound by its first turn.',
    violates: 'unbound-session-free',
    behaviour: locksUnboundSession,
  },
  {
    name: 'concurrent-turn-accepted',
    title: 'A second turn is accepted while one is streaming.',
    violates: 'concurrent-turn-refused',
    behaviour: () => ({ conflict: (conflict) => (conflict === 'streaming' ? null : conflict) }),
  },
  {
    name: 'abandoned-turn-vanishes',
    title: 'A turn is lost if its client disconnects.',
    violates: 'abandoned-turn-kept',
    behaviour: () => ({ keepsAbandoned: () => false }),
  },
  {
    name: 'history-without-input',
    title: 'The history has no prompts.',
    violates: 'history-has-input',
    behaviour: () => changeHistory((events) => events.filter(({ type }) => type !== 'user_input')),
  },
  {
    name: 'history-drops-event',
    title: 'The history has no tool results.',
    violates: 'history-equals-stream',
    behaviour: () => changeHistory((events) => events.filter(({ type }) => type !== 'tool_result')),
  },
  {
    name: 'history-reordered',
    title: 'The history has the events of each turn in reverse order, except the stop.',
    violates: 'history-equals-stream',
    behaviour: () => changeHistory((events) => turnsOf(events).flatMap(reversed)),
  },
  {
    name: 'history-forgets-earlier-turn',
    title: 'The history has only the last turn.',
    violates: 'history-keeps-turns',
    behaviour: () => changeHistory((events) => turnsOf(events).at(-1) ?? []),
  },
  {
    name: 'job-metadata-stale',
    title: 'job_metadata is still null after a turn.',
    violates: 'job-metadata-equals-usage',
    behaviour: () => changeSummaries(everySummary, (summary) => ({ ...summary, job_metadata: null })),
  },
  {
    name: 'job-metadata-hides-error',
    title: 'job_metadata has no error after a failed turn.',
    violates: 'job-metadata-equals-usage',
    behaviour: () =>
      changeSummaries(everySummary, (summary) =>
        isObject(summary.job_metadata)
          ? { ...summary, job_metadata: { ...summary.job_metadata, error: null, is_error: false } }
          : summary,
      ),
  },
  {
    name: 'updated-at-goes-back',
    title: 'last_updated_at moves back an hour after a turn.',
    violates: 'updated-at-advances',
    behaviour: () => ({ updatedAt: (_, { before }) => anHourEarlier(before) }),
  },
  {
    name: 'turn-leaks-into-other-session',
    title: 'The events of a turn are also added to the most recently created session.',
    violates: 'sessions-apart',
    behaviour: turnLeaks,
  },
];

/** Only for turns that would be accepted: the session is not found, and the 404 becomes a 422. Other errors are unchanged. */
function refusesTurn(): FaultBehaviour {
  const hidden = new Set<unknown>();
  return {
    finds: (found, { session, operation }) => {
      if (!found || operation.id !== 'streamMessages') return found;
      hidden.add(session.session_id);
      return false;
    },
    reply: (reply, { path }) => {
      if (reply.status !== 404 || !hidden.delete(path.session_id)) return reply;
      const detail = { loc: ['body', 'prompt'], msg: 'This prompt is rejected.', type: 'value_error' };
      return problemsReply([problem('body', 'fault', detail)]);
    },
  };
}

function changeHistory(change: (events: SessionEvent[]) => SessionEvent[]): FaultBehaviour {
  return changeSummaries(['getSession'], (session) => ({
    ...session,
    events: change([...(session.events as SessionEvent[])]),
  }));
}

/** Each turn begins with its prompt. */
function turnsOf(events: readonly SessionEvent[]): SessionEvent[][] {
  const turns: SessionEvent[][] = [];
  for (const event of events) {
    if (event.type === 'user_input' || turns.length === 0) turns.push([]);
    turns.at(-1)?.push(event);
  }
  return turns;
}

function reversed(turn: SessionEvent[]): SessionEvent[] {
  return [...turn.slice(0, 1), ...turn.slice(1, -1).reverse(), ...turn.slice(1).slice(-1)];
}

/** Microseconds are unchanged, so that all timestamps stay distinct. */
function anHourEarlier(time: string): string {
  const earlier = new Date(Date.parse(time) - 3_600_000).toISOString();
  return earlier.slice(0, -1) + time.slice(-4);
}

const lowerCase = (ids: readonly string[]) => ids.map((id) => id.toLowerCase());

/** Only a session with at least one turn is locked. */
function refusedTurnMovesLock(): FaultBehaviour {
  const moved = new Map<string, readonly string[]>();
  return {
    conflict: (conflict, { session: { session_id: id, index_ids: bound, events }, indexIds }) => {
      const lock = moved.get(id) ?? bound;
      if (!lock || sameIndexes(lock, indexIds)) return conflict === 'locked' ? null : conflict;
      if (events.length > 0) moved.set(id, indexIds);
      return 'locked';
    },
  };
}

function invalidTurnMovesLock(): FaultBehaviour {
  const used = new Set<unknown>();
  const moved = new Map<unknown, readonly string[]>();
  return {
    problems: (problems, { path, body }) => {
      const indexIds = isObject(body) ? body.index_ids : undefined;
      if (problems.length > 0 && used.has(path.session_id) && Array.isArray(indexIds)) {
        moved.set(path.session_id, indexIds);
      }
      return problems;
    },
    conflict: (conflict, { session: { session_id: id, index_ids: bound }, indexIds }) => {
      const lock = moved.get(id) ?? bound;
      const refused = lock && !sameIndexes(lock, indexIds) ? 'locked' : conflict === 'locked' ? null : conflict;
      if (bound && !refused) used.add(id);
      return refused;
    },
  };
}

function locksUnboundSession(): FaultBehaviour {
  const first = new Map<string, string>();
  return {
    conflict: (conflict, { session, indexIds }) => {
      if (conflict || session.index_ids) return conflict;
      const asked = indexIds.toSorted().join();
      const locked = first.get(session.session_id) ?? asked;
      first.set(session.session_id, locked);
      return locked === asked ? null : 'locked';
    },
  };
}

/** Remembers the two newest sessions, because the newest may be the turn's own. */
function turnLeaks(): FaultBehaviour {
  let created: unknown[] = [];
  const leaked = new Map<unknown, SessionEvent[]>();
  return {
    frames: (frames, { session }) => {
      if (!session) return frames;
      const other = created.findLast((id) => id !== session.session_id);
      const events = frames.flatMap((frame) => (frame.kind === 'message' && frame.history ? [frame.history] : []));
      if (other !== undefined) leaked.set(other, events);
      return frames;
    },
    reply: (reply, { operation, path }) => {
      const body = reply.body as Body | undefined;
      if (operation?.id === 'createSession' && reply.status < 300) created = [...created.slice(-1), body?.session_id];
      const events = leaked.get(path.session_id);
      if (operation?.id !== 'getSession' || !Array.isArray(body?.events) || !events) return reply;
      return { ...reply, body: { ...body, events: [...body.events, ...events] } };
    },
  };
}
