import { expect, test } from 'vitest';
import { compareTimestamps } from './timestamp.ts';

test.each([
  ['2026-04-22T12:34:41.342245', '2026-04-22T12:34:41.342246', -1],
  ['2026-04-22T12:34:41Z', '2026-04-22T14:34:41+02:00', 0],
  ['2026-04-22T12:34:41.5Z', '2026-04-22T12:34:41Z', 1],
  ['2026-04-22T12:34Z', '2026-04-22T12:34:00.000-0000', 0],
  ['2026-04-22 12:34:41', '2026-04-22T12:34:41,0', 0],
  ['2026-04-22T23:30:00-01:00', '2026-04-23T00:29:59Z', 1],
])('%s against %s', (one, other, order) => {
  expect(compareTimestamps(one, other)).toBe(order);
});

test.each([
  ['2026-04-22T12:34:41', '2026-04-22T12:34:41Z'],
  ['yesterday', '2026-04-22T12:34:41Z'],
  [null, undefined],
])('does not compare %s and %s', (one, other) => {
  expect(compareTimestamps(one, other)).toBeUndefined();
});
