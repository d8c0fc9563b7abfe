import type { Clock } from '../../../src/shared/clock.ts';

/** Spaces out tasks evenly, so that at most `rate` begin per second. Without a rate, none waits. */
export function createRate(rate: number | undefined, clock: Clock, signal: AbortSignal): () => Promise<void> {
  if (rate === undefined) return async () => {};
  let next = 0;
  return async () => {
    const now = clock.now();
    const place = Math.max(now, next);
    next = place + 1000 / rate;
    if (place > now) await clock.sleep(place - now, signal);
  };
}
