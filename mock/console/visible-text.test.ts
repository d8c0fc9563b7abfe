import { expect, test } from 'vitest';
import { exactTime, readableTime, shorten } from './visible-text.ts';

test('cuts a long text without splitting a character', () => {
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('abcd', 3)).toBe('abc…');
  expect(shorten('ab😀d', 3)).toBe('ab…');
});

test.each([
  [0, '0 ms', '0.000 s'],
  [0.4, '<1 ms', '0.000 s'],
  [340.4, '340 ms', '0.340 s'],
  [1240, '1.24 s', '1.240 s'],
  [59_999.6, '60.0 s', '1:00.000'],
  [118_060, '1 min 58 s', '1:58.060'],
  [125_000, '2 min 5 s', '2:05.000'],
])('formats %d milliseconds', (milliseconds, readable, exact) => {
  expect([readableTime(milliseconds), exactTime(milliseconds)]).toEqual([readable, exact]);
});
