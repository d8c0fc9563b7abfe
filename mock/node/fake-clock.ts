import type { TimerClock } from '../../src/shared/clock.ts';

/** A clock that advances only when a test says so: a turn of two minutes takes milliseconds. */
export interface FakeClock extends TimerClock {
  /** Advances the clock and runs the callbacks that are due, in order. */
  advance(milliseconds: number): Promise<void>;
}

/**
 * Creates a clock for tests.
 *
 * @param start milliseconds since the epoch
 * @example
 * import { createFakeClock, startMock } from 'chat-contract/mock';
 *
 * const clock = createFakeClock();
 * const mock = await startMock({ clock });
 * await clock.advance(60_000);
 */
export function createFakeClock(start = Date.UTC(2026, 3, 22)): FakeClock {
  let now = start;
  const timers = new Set<{ due: number; callback: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const at = (due: number, callback: () => void) => {
    const timer = { due, callback };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => now,
    at,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          cancel();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const cancel = at(now + milliseconds, wake);
        signal?.addEventListener('abort', wake);
      }),
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        await settle();
        const next = [...timers].sort((left, right) => left.due - right.due)[0];
        if (!next || next.due > end) break;
        timers.delete(next);
        now = Math.max(now, next.due);
        next.callback();
      }
      now = end;
      await settle();
    },
  };
}
