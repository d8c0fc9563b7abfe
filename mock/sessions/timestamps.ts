import type { Clock } from '../../src/shared/clock.ts';

/** Returns strictly increasing timestamps in ISO 8601, UTC, with microseconds. */
export function createTimestamps(clock: Clock): () => string {
  let last = 0;
  // A date takes ten times as long to format as a number.
  let second = Number.NaN;
  let formatted = '';
  return () => {
    last = Math.max(Math.floor(clock.now() * 1000), last + 1);
    if (Math.floor(last / 1_000_000) !== second) {
      second = Math.floor(last / 1_000_000);
      formatted = formatMicroseconds(last).slice(0, -'000000Z'.length);
    }
    return `${formatted}${String(last % 1_000_000).padStart(6, '0')}Z`;
  };
}

/** Microseconds since the epoch as `2026-04-22T12:34:41.342245Z`. */
export function formatMicroseconds(microseconds: number): string {
  const milliseconds = new Date(Math.floor(microseconds / 1000)).toISOString();
  return `${milliseconds.slice(0, -1)}${String(microseconds % 1000).padStart(3, '0')}Z`;
}
