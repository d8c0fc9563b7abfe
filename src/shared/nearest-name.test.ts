import { expect, test } from 'vitest';
import { describeNames, nearestName } from './nearest-name.ts';

const known = ['stream-cut', 'stream-two-stops', 'latency', 'no-allow'];

test.each([
  ['stream-cutt', 'stream-cut'],
  ['Stream-Cut', 'stream-cut'],
  ['latecny', 'latency'],
  ['no-alow', 'no-allow'],
  ['nope', undefined],
  ['', undefined],
])('suggests for %j the name %s', (name, nearest) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test('lists the names if none is near, but not all of many', () => {
  expect(describeNames('nope', known)).toBe('Expected stream-cut, stream-two-stops, latency or no-allow.');
  const many = Array.from({ length: 120 }, (_, index) => `fault-number-${index}`);
  expect(describeNames('nope', many, 'mock --list')).toMatch(
    /^Expected fault-number-0, .*-7 or one of 112 others \(`mock --list`\)\.$/,
  );
  expect(describeNames('nope', many.slice(0, 9))).toMatch(/-7 or fault-number-8\.$/);
  expect(describeNames('nope', ['memory'])).toBe('Expected memory.');
  expect(describeNames('nope', [])).toBe('None exist.');
});
