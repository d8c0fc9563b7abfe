import type { Observations } from '../../run/observations.ts';
import { chat } from './chat-api.ts';

/**
 * How long the slowest answer took that was waited for between two moments, turns aside, in milliseconds; 0 where none
 * was. A wait that is no longer says nothing of the server: the machine or the way to it was busy.
 *
 * @param from milliseconds since the run began
 * @param to milliseconds since the run began
 */
export function slowestAnswer(seen: Pick<Observations, 'exchanges'>, from: number, to: number): number {
  return Math.max(0, ...waits(seen, from, to));
}

/** The same for the answer in the middle: one that was held up by chance does not move it. */
export function usualAnswer(seen: Pick<Observations, 'exchanges'>, from: number, to: number): number {
  const sorted = waits(seen, from, to).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function waits({ exchanges }: Pick<Observations, 'exchanges'>, from: number, to: number): number[] {
  return exchanges.flatMap(({ operation, startedAt, response }) => {
    const meanwhile = response && startedAt < to && startedAt + response.firstByteMs > from;
    return meanwhile && operation !== chat.stream ? [response.firstByteMs] : [];
  });
}
