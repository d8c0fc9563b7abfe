import { expect, test } from 'vitest';
import type { Exchange } from '../../run/http/exchange.ts';
import { slowestResponse, usualResponse } from './latency.ts';

const exchange = (operation: string, startedAt: number, firstByteMs: number) =>
  ({ operation, startedAt, response: { firstByteMs } }) as Exchange;

test('takes the slowest response among those pending at the time', () => {
  const exchanges = [
    exchange('listSessions', 0, 90),
    exchange('listSessions', 95, 30),
    exchange('getSession', 190, 400),
    exchange('getSession', 200, 5000),
  ];
  expect(slowestResponse({ exchanges }, 100, 200)).toBe(400);
});

test('ignores turns, and is 0 if no response was pending', () => {
  const exchanges = [exchange('streamMessages', 100, 50), exchange('getSession', 0, 100)];
  expect(slowestResponse({ exchanges }, 100, 200)).toBe(0);
});

test('ignores one delayed response in the usual latency', () => {
  const exchanges = [20, 30, 2_000].map((firstByteMs) => exchange('getSession', 100, firstByteMs));
  expect(usualResponse({ exchanges }, 100, 200)).toBe(30);
  expect(usualResponse({ exchanges: [] }, 100, 200)).toBe(0);
});
