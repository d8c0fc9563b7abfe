import { expect, test } from 'vitest';
import type { Exchange } from '../../run/http/exchange.ts';
import { slowestResponse, usualResponse } from './latency.ts';

const exchange = (operation: string, startedAt: number, firstByteMs: number) =>
  ({ operation, startedAt, response: { firstByteMs } }) as Exchange;

test('the slowest response is one that was pending at the time', () => {
  const exchanges = [
    exchange('listSessions', 0, 90),
    exchange('listSessions', 95, 30),
    exchange('getSession', 190, 400),
    exchange('getSession', 200, 5000),
  ];
  expect(slowestResponse({ exchanges }, 100, 200)).toBe(400);
});

test('turns are left aside, and where nothing was waited for it is 0', () => {
  const exchanges = [exchange('streamMessages', 100, 50), exchange('getSession', 0, 100)];
  expect(slowestResponse({ exchanges }, 100, 200)).toBe(0);
});

test('one delayed response does not change the usual one', () => {
  const exchanges = [20, 30, 2_000].map((firstByteMs) => exchange('getSession', 100, firstByteMs));
  expect(usualResponse({ exchanges }, 100, 200)).toBe(30);
  expect(usualResponse({ exchanges: [] }, 100, 200)).toBe(0);
});
