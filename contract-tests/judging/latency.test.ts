import { expect, test } from 'vitest';
import type { Exchange } from '../observation/exchange.ts';
import { slowestAnswer } from './latency.ts';

const exchange = (operation: string, startedAt: number, firstByteMs: number) =>
  ({ operation, startedAt, response: { firstByteMs } }) as Exchange;

test('the slowest answer is one that was waited for meanwhile', () => {
  const exchanges = [
    exchange('listSessions', 0, 90),
    exchange('listSessions', 95, 30),
    exchange('getSession', 190, 400),
    exchange('getSession', 200, 5000),
  ];
  expect(slowestAnswer({ exchanges }, 100, 200)).toBe(400);
});

test('turns are left aside, and where nothing was waited for it is 0', () => {
  const exchanges = [exchange('streamMessages', 100, 50), exchange('getSession', 0, 100)];
  expect(slowestAnswer({ exchanges }, 100, 200)).toBe(0);
});
