import type { Observations } from '../../run/observations.ts';
import { chat } from './chat-api.ts';

/**
 * The longest response time between two moments, without turns, in milliseconds; 0 if there was none. A wait up to this
 * long can be caused by a busy machine or network.
 *
 * @param from milliseconds since the run began
 * @param to milliseconds since the run began
 */
export function slowestResponse(seen: Pick<Observations, 'exchanges'>, from: number, to: number): number {
  return Math.max(0, ...waits(seen, from, to));
}

/** The median response time, which single slow responses do not affect. */
export function usualResponse(seen: Pick<Observations, 'exchanges'>, from: number, to: number): number {
  const sorted = waits(seen, from, to).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function waits({ exchanges }: Pick<Observations, 'exchanges'>, from: number, to: number): number[] {
  return exchanges.flatMap(({ operation, startedAt, response }) => {
    const meanwhile = response && startedAt < to && startedAt + response.firstByteMs > from;
    return meanwhile && operation !== chat.stream ? [response.firstByteMs] : [];
  });
}
