import { expect, test } from 'vitest';
import { createStreamPace } from './stream-pace.ts';

/** The second at which a stream counts as stalled, given the bytes of events in each second. */
function stalledAt(bytesOf: (second: number) => number): number | undefined {
  const pace = createStreamPace(60_000);
  for (let second = 0; second < 300; second += 1) {
    pace.add(bytesOf(second), second * 1000);
    if (pace.isStalled(second * 1000)) return second;
  }
  return undefined;
}

test.each([
  ['nothing', () => 0, 61],
  ['less than the least', () => 20, 61],
  ['10 kB at once, then nothing', (second: number) => (second === 0 ? 10_000 : 0), 61],
  ['a minute of events, then nothing', (second: number) => (second < 60 ? 1_000 : 0), 120],
  ['events all the time', () => 50, undefined],
  ['an event of 1 kB every 25 seconds', (second: number) => (second % 25 === 0 ? 1_000 : 0), undefined],
])('measures a stream that sends %s', (_, bytesOf, second) => {
  expect(stalledAt(bytesOf)).toBe(second);
});
