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
])('the name nearest to %j is %s', (name, nearest) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test('without a near name, the names are listed, but not all of many', () => {
  expect(describeNames('nope', known)).toBe('there are stream-cut, stream-two-stops, latency, no-allow');
  const many = Array.from({ length: 120 }, (_, index) => `fault-number-${index}`);
  expect(describeNames('nope', many, 'mock --list')).toMatch(
    /^there are fault-number-0, .* and 112 more; `mock --list` lists them$/,
  );
  expect(describeNames('nope', [])).toBe('there are none');
});
