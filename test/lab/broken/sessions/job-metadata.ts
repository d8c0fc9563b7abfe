import { afterFinish, type BrokenServer, broken, onBody } from '../../alter.ts';
import type { JsonObject } from '../../reference/model.ts';

/** Servers whose job metadata is not that of the most recent turn. */
export function jobs(): BrokenServer[] {
  const clause = "job_metadata carries the stop's usage and error state";
  const set = (name: string, value: unknown) =>
    broken(
      `job/${name} is ${value}`,
      clause,
      afterFinish((session) => {
        session.jobMetadata = { ...session.jobMetadata, [name]: value };
      }),
    );
  return [
    set('duration_ms', 1),
    set('total_input_tokens', 1),
    set('total_output_tokens', 1),
    set('turns', 9),
    set('is_error', true),
    set('error', 'late'),
    set('total_input_tokens', null),
    ...['duration_ms', 'total_input_tokens', 'total_output_tokens', 'turns'].map((field) =>
      broken(
        `job/${field} left out`,
        clause,
        afterFinish((session) => {
          const { [field]: _old, ...rest } = session.jobMetadata ?? {};
          session.jobMetadata = rest;
        }),
      ),
    ),
    broken(
      'job/stays null',
      clause,
      afterFinish((session) => {
        session.jobMetadata = null;
      }),
    ),
    broken(
      'job/empty object',
      clause,
      afterFinish((session) => {
        session.jobMetadata = {};
      }),
    ),
    broken('job/of the first turn for ever', clause, (usual) => {
      const first = new Map<string, JsonObject | null>();
      return {
        finish(turn, stop) {
          usual.finish(turn, stop);
          if (!first.has(turn.session.id)) first.set(turn.session.id, turn.session.jobMetadata);
          turn.session.jobMetadata = first.get(turn.session.id) ?? null;
        },
      };
    }),
    broken('job/of the turn before', clause, (usual) => ({
      finish(turn, stop) {
        const before = turn.session.jobMetadata;
        usual.finish(turn, stop);
        turn.session.jobMetadata = before ?? turn.session.jobMetadata;
      },
    })),
    broken('job/summed over turns', clause, (usual) => ({
      finish(turn, stop) {
        const before = turn.session.jobMetadata;
        usual.finish(turn, stop);
        const now = turn.session.jobMetadata as Record<string, number>;
        now.total_input_tokens = Number(now.total_input_tokens) + Number(before?.total_input_tokens ?? 0);
      },
    })),
    broken(
      'job/input and output exchanged',
      clause,
      afterFinish((session) => {
        const job = session.jobMetadata as JsonObject;
        [job.total_input_tokens, job.total_output_tokens] = [job.total_output_tokens, job.total_input_tokens];
      }),
    ),
    broken(
      'job/written to all sessions',
      'leak between sessions',
      afterFinish((session, turn) => {
        for (const other of turn.call.state.sessions.values()) other.jobMetadata = session.jobMetadata;
      }),
    ),
    broken(
      'job/stale in summary',
      'summary equals full',
      onBody('summary', 'job_metadata', () => null),
    ),
    broken(
      'job/stale in get',
      'summary equals full',
      onBody('get', 'job_metadata', () => null),
    ),
    broken(
      'job/stale in list',
      'list item equals summary',
      onBody('list', 'items.*.job_metadata', () => null),
    ),
    broken('job/is_error stays false after an abandoned turn', clause, (usual) => ({
      leave(turn) {
        usual.leave(turn);
        turn.session.jobMetadata = { ...turn.session.jobMetadata, is_error: false, error: null };
      },
    })),
  ];
}
