import { type Clock, systemClock } from './clock.ts';

/** Returned instead of a value that did not arrive in time. */
export const tooLate = Symbol('too late');

/**
 * Waits for a task, but no longer than `milliseconds`. Every wait for a server uses it. The task itself continues;
 * cancelling it is up to the caller.
 */
export async function waitAtMost<Value>(
  task: Promise<Value>,
  milliseconds: number,
  clock: Pick<Clock, 'sleep'> = systemClock,
): Promise<Value | typeof tooLate> {
  const decided = new AbortController();
  task.catch(() => {});
  try {
    const late = clock.sleep(Math.max(0, milliseconds), decided.signal).then((): typeof tooLate => tooLate);
    return await Promise.race([task, late]);
  } finally {
    decided.abort();
  }
}
