import { afterFinish, type BrokenServer, broken, onBody } from '../../alter.ts';
import type { Session } from '../../reference/model.ts';

/** Servers with wrong timestamps. */
export function times(): BrokenServer[] {
  const clause = 'last_updated_at is not earlier than before';
  return [
    broken(
      'time/goes back after a turn',
      clause,
      afterFinish((session) => {
        session.updatedAt -= 86_400_000;
      }),
    ),
    broken(
      'time/one second back after a turn',
      clause,
      afterFinish((session) => {
        session.updatedAt -= 5000;
      }),
    ),
    broken(
      'time/creation answers an hour ahead',
      clause,
      onBody('create', 'last_updated_at', (value) =>
        new Date(Date.parse(`${value}Z`) + 3_600_000).toISOString().slice(0, -1),
      ),
    ),
    broken('time/counts backwards', clause, () => {
      const start = Date.now();
      return { timestamp: ({ updatedAt }: Session) => new Date(2 * start - updatedAt).toISOString() };
    }),
    broken('time/not moved in the list order by a turn', 'most recently updated first', (usual) => ({
      finish(turn, stop) {
        const { touched } = turn.session;
        usual.finish(turn, stop);
        turn.session.touched = touched;
      },
      begin(turn) {
        const { touched } = turn.session;
        usual.begin(turn);
        turn.session.touched = touched;
      },
    })),
    broken('time/does not sort as the list', 'most recently updated first', (usual) => ({
      timestamp: (session) =>
        session.touched % 2 === 0
          ? usual.timestamp(session)
          : usual.timestamp({ ...session, updatedAt: session.updatedAt - 3_600_000 }),
    })),
  ];
}
