import { afterFinish, type BrokenServer, broken, onAnswer } from '../../alter.ts';
import type { Behaviour, Override } from '../../reference/behaviour.ts';
import type { Event, JsonObject } from '../../reference/model.ts';

/** Servers that accept concurrent turns, or store abandoned ones incorrectly. */
export function concurrent(): BrokenServer[] {
  const clause = 'a turn on a session that is still streaming a turn gets 409';
  const gone = 'a client that goes away ends the turn; what was streamed is kept, with a stop whose is_error is true';
  const leave =
    (edit: (usual: Behaviour, ...given: Parameters<Behaviour['leave']>) => void): Override =>
    (usual) => ({
      leave: (turn) => edit(usual, turn),
    });
  return [
    broken('concurrent/taken', clause, () => ({ busyConflict: () => undefined })),
    broken(
      'concurrent/503',
      clause,
      onAnswer(
        'stream',
        (answer) =>
          String((answer.body as JsonObject).detail).includes('streaming') ? { ...answer, status: 503 } : answer,
        409,
      ),
    ),
    broken(
      'concurrent/429',
      clause,
      onAnswer(
        'stream',
        (answer) =>
          String((answer.body as JsonObject).detail).includes('streaming') ? { ...answer, status: 429 } : answer,
        409,
      ),
    ),
    broken('concurrent/refused prompt is in the history', clause, (usual) => ({
      busyConflict(session) {
        const conflict = usual.busyConflict(session);
        if (conflict) session.events.push({ type: 'user_input', content: 'second' });
        return conflict;
      },
    })),
    broken('concurrent/one turn for the whole server', 'sessions are independent', () => {
      let running = 0;
      return {
        busyConflict: () => (running > 0 ? 'The server is streaming a turn.' : undefined),
        streamHeaders: () => {
          running += 1;
          return { 'content-type': 'text/event-stream' };
        },
        end(response) {
          running -= 1;
          response.end();
        },
        leave({ session }) {
          running -= 1;
          session.streaming = false;
        },
      };
    }),
    broken(
      'concurrent/stays busy after a turn',
      'a turn ends',
      afterFinish((session) => {
        setTimeout(() => {
          session.streaming = true;
        }, 5).unref();
      }),
    ),
    broken(
      'abandoned/session stays busy',
      gone,
      leave((usual, turn) => {
        usual.leave(turn);
        turn.session.streaming = true;
      }),
    ),
    broken(
      'abandoned/no stop',
      gone,
      leave((_usual, turn) => {
        turn.session.streaming = false;
      }),
    ),
    broken(
      'abandoned/stop without error',
      gone,
      leave((usual, turn) => {
        usual.leave(turn);
        const stop = turn.session.events.at(-1);
        if (stop) Object.assign(stop, { is_error: false, error: null });
        turn.session.jobMetadata = { ...turn.session.jobMetadata, is_error: false, error: null };
      }),
    ),
    broken(
      'abandoned/stop is an error without a text',
      'is_error is true exactly where error is a string',
      leave((usual, turn) => {
        usual.leave(turn);
        const stop = turn.session.events.at(-1);
        if (stop) Object.assign(stop, { error: null });
        turn.session.jobMetadata = { ...turn.session.jobMetadata, error: null };
      }),
    ),
    broken(
      'abandoned/nothing kept',
      gone,
      leave((usual, turn) => {
        const place = turn.session.events.findLastIndex(({ type }) => type === 'user_input');
        turn.session.events.splice(place);
        usual.leave(turn);
        turn.session.events.pop();
      }),
    ),
    broken(
      'abandoned/streamed events dropped',
      gone,
      leave((usual, turn) => {
        const place = turn.session.events.findLastIndex(({ type }) => type === 'user_input');
        turn.session.events.splice(place + 1);
        usual.leave(turn);
      }),
    ),
    broken(
      'abandoned/prompt dropped',
      gone,
      leave((usual, turn) => {
        const place = turn.session.events.findLastIndex(({ type }) => type === 'user_input');
        turn.session.events.splice(place, 1);
        usual.leave(turn);
      }),
    ),
    broken(
      'abandoned/session deleted',
      gone,
      leave((_usual, turn) => {
        turn.call.state.sessions.delete(turn.session.id);
      }),
    ),
    broken(
      'abandoned/whole history lost',
      gone,
      leave((usual, turn) => {
        turn.session.events = [];
        usual.leave(turn);
      }),
    ),
    broken(
      'abandoned/turn runs on to a good stop',
      gone,
      leave((usual, turn) => {
        const stop: Event = { type: 'stop', error: null, is_error: false, usage: { turns: 1 } };
        usual.keep(turn, { type: 'text', content: 'The rest of it.' });
        usual.keep(turn, stop);
        usual.finish(turn, stop);
      }),
    ),
  ];
}
