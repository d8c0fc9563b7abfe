import { afterFinish, type BrokenServer, broken, list, onAnswer, onBody } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import type { Call, JsonObject, Session } from '../../reference/model.ts';

const lockClause = 'a turn whose index_ids differ, as a set, from a locked set gets 409';

const folded = (ids: string[]) => [...new Set(ids.map((id) => id.toLowerCase()))].sort().join();

/** Servers that lock turns to the wrong indexes. */
export function locks(): BrokenServer[] {
  const conflictWhen =
    (differs: (locked: string[], asked: string[]) => boolean): Override =>
    () => ({
      lockConflict: (call, { locked }) =>
        locked && differs(locked, list((call.body as JsonObject).index_ids)) ? 'locked' : undefined,
    });
  return [
    broken(
      'lock/missing',
      lockClause,
      conflictWhen(() => false),
    ),
    broken(
      'lock/by order',
      'as a set',
      conflictWhen((locked, asked) => locked.join() !== asked.join()),
    ),
    broken(
      'lock/repeats count',
      'as a set',
      conflictWhen((locked, asked) => locked.toSorted().join() !== asked.toSorted().join()),
    ),
    broken(
      'lock/subset taken',
      lockClause,
      conflictWhen((locked, asked) => !asked.every((id) => locked.includes(id))),
    ),
    broken(
      'lock/superset taken',
      lockClause,
      conflictWhen((locked, asked) => !locked.every((id) => asked.includes(id))),
    ),
    broken(
      'lock/only the size counts',
      lockClause,
      conflictWhen((locked, asked) => locked.length !== new Set(asked).size),
    ),
    broken(
      'lock/case ignored',
      lockClause,
      conflictWhen((locked, asked) => folded(locked) !== folded(asked)),
    ),
    broken(
      'lock/any overlap is enough',
      lockClause,
      conflictWhen((locked, asked) => !locked.some((id) => asked.includes(id))),
    ),
    broken(
      'lock/only the first index counts',
      lockClause,
      conflictWhen((locked, asked) => locked[0] !== asked[0]),
    ),
    broken(
      'lock/same set refused',
      lockClause,
      conflictWhen(() => true),
    ),
    broken(
      'lock/422 instead of 409',
      lockClause,
      onAnswer(
        'stream',
        (answer, { body }) =>
          String((answer.body as JsonObject).detail).includes('locked') && body
            ? { ...answer, status: 422, body: { detail: [{ loc: ['body'], msg: 'locked', type: 'value_error' }] } }
            : answer,
        409,
      ),
    ),
    broken(
      'lock/400 instead of 409',
      lockClause,
      onAnswer('stream', (answer) => ({ ...answer, status: 400 }), 409),
    ),
    broken(
      'lock/409 with a field list',
      '409 {detail: string}',
      onBody('stream', 'detail', (text) => [{ loc: [], msg: text, type: 'x' }], 409),
    ),
    broken('lock/gone after a title', lockClause, (usual) => ({
      setTitle(session, text) {
        usual.setTitle(session, text);
        session.locked = null;
      },
    })),
    broken(
      'lock/gone after the second turn',
      lockClause,
      afterFinish((session) => {
        if (session.turns > 1) session.locked = null;
      }),
    ),
    broken('lock/a refused turn moves it', lockClause, (usual) => ({
      lockConflict(call, session) {
        const conflict = usual.lockConflict(call, session);
        if (conflict) session.locked = list((call.body as JsonObject).index_ids);
        return conflict;
      },
    })),
    broken('lock/a refused turn changes index_ids', lockClause, (usual) => ({
      lockConflict(call, session) {
        const conflict = usual.lockConflict(call, session);
        if (conflict) session.indexIds = list((call.body as JsonObject).index_ids);
        return conflict;
      },
    })),
    broken('lock/a refused turn is in the history', lockClause, (usual) => ({
      lockConflict(call, session) {
        const conflict = usual.lockConflict(call, session);
        if (conflict) session.events.push({ type: 'user_input', content: String((call.body as JsonObject).prompt) });
        return conflict;
      },
    })),
    ...invalidTurns(),
    broken('lock/an unbound session is locked by its first turn', 'an unbound session stays unbound', (usual) => ({
      begin(turn) {
        usual.begin(turn);
        turn.session.locked ??= turn.indexIds;
      },
    })),
    broken('lock/an unbound session becomes bound', 'an unbound session stays unbound', (usual) => ({
      begin(turn) {
        usual.begin(turn);
        turn.session.indexIds ??= turn.indexIds;
      },
    })),
  ];
}

/** Turns that are rejected with 422, but leave a trace. */
function invalidTurns(): BrokenServer[] {
  const leaving =
    (leave: (session: Session, call: Call) => void): Override =>
    (usual) => ({
      fieldErrors(call) {
        const errors = usual.fieldErrors(call);
        const session = call.operation === 'stream' && errors.length > 0 ? usual.find(call) : undefined;
        if (session) leave(session, call);
        return errors;
      },
    });
  return [
    broken(
      'lock/an invalid turn moves it',
      'locked once the first message was sent',
      leaving((session, { body }) => {
        const asked = list((body as JsonObject)?.index_ids);
        if (session.locked && asked.length > 0) session.locked = asked;
      }),
    ),
    broken(
      'lock/an invalid first turn sets it',
      'locked once the first message was sent',
      leaving((session, { body }) => {
        const asked = list((body as JsonObject)?.index_ids);
        if (asked.length > 0 && session.indexIds) session.locked ??= asked;
      }),
    ),
    broken(
      'lock/an invalid turn is in the history',
      'events hold what was asked in turns',
      leaving(({ events }, { body }) =>
        events.push({ type: 'user_input', content: String((body as JsonObject)?.prompt) }),
      ),
    ),
    broken(
      'lock/an invalid turn is in job_metadata',
      'job_metadata null until the first turn ran',
      leaving((session) => {
        session.jobMetadata = { is_error: true, error: 'The request is not valid.', turns: 1 };
      }),
    ),
  ];
}
