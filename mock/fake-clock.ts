import type { Clock } from '../src/shared/clock.ts';

/** A clock that stands still until it is told to go on: a turn of two minutes so takes a test milliseconds. */
export interface FakeClock extends Clock {
  /** Lets time go by; whoever sleeps wakes in order. */
  advance(milliseconds: number): Promise<void>;
}

/** @param start milliseconds since the epoch */
export function createFakeClock(start = Date.UTC(2026, 3, 22)): FakeClock {
  let now = start;
  const sleepers = new Set<{ due: number; wake: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { due: now + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      }),
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        await settle();
        const next = [...sleepers].sort((left, right) => left.due - right.due)[0];
        if (!next || next.due > end) break;
        now = next.due;
        next.wake();
      }
      now = end;
      await settle();
    },
  };
}
