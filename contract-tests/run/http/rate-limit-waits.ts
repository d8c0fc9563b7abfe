import type { Clock } from '../../../src/shared/clock.ts';
import type { TransportResponse } from './transport.ts';

/**
 * The longest wait of a 429 that is respected, in milliseconds, and the maximum number for one request. A 429 without a
 * time waits `unasked`, a limited number of times in a run.
 */
const bounds = { wait: 30_000, tries: 3, unasked: 500, unaskedTimes: 20 };

/** The waits of a run after a 429. */
export interface RateLimitWaits {
  /** Milliseconds to wait before the next attempt; `undefined` for no further attempt. @param attempt from 1 */
  waitFor(response: TransportResponse, attempt: number): number | undefined;
  /** Adds a wait, and returns true if it, or all of them together, take too long. */
  isTooLong(wait: number): boolean;
}

/** @param silence milliseconds that the server may be silent */
export function createRateLimitWaits(clock: Clock, silence: number): RateLimitWaits {
  let waited = 0;
  let unaskedWaits = 0;
  return {
    waitFor(response, attempt) {
      if (response.status !== 429 || attempt >= bounds.tries) return undefined;
      const asked = retryAfter(response, clock);
      if (asked !== undefined || response.headers.has('retry-after')) return asked;
      unaskedWaits += 1;
      return unaskedWaits > bounds.unaskedTimes ? undefined : bounds.unasked;
    },
    isTooLong(wait) {
      waited += wait;
      return wait > bounds.wait || waited > silence + bounds.wait;
    },
  };
}

/** The requested wait of a 429, in milliseconds (RFC 9110, section 10.2.3); `undefined` if there is none. */
function retryAfter(response: TransportResponse, clock: Clock): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - clock.now();
  return Number.isFinite(wait) ? Math.max(wait, 0) : undefined;
}
