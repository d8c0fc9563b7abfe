import { expect, test } from 'vitest';
import type { SeenRequest } from '../control-types.ts';
import { createRequestLog, keyOf } from './request-log.ts';

const request = (number: number, more: Partial<SeenRequest> = {}): SeenRequest => ({
  number,
  at: '',
  method: 'GET',
  path: '/api/v1/chat',
  query: {},
  headers: {},
  status: 200,
  faults: [],
  responseHeaders: {},
  ...more,
});

test('replaces a request when it has finished', () => {
  const log = createRequestLog();
  log.put(request(1));
  log.put(request(1, { sandbox: 'w' }));
  log.finish(1, 'w', 12);
  log.finish(9, undefined, 12);
  expect(log.rows.map(({ sandbox, milliseconds }) => [sandbox, milliseconds])).toEqual([
    [undefined, undefined],
    ['w', 12],
  ]);
  expect(log.get(keyOf({ number: 1, sandbox: 'w' }))?.milliseconds).toBe(12);
});

test('filters requests by words, including later requests', () => {
  const log = createRequestLog();
  log.put(request(1, { status: 404 }));
  log.filter({ text: 'get 404', sandbox: undefined });
  log.put(request(2));
  log.put(request(3, { status: 404, method: 'DELETE' }));
  log.put(request(4, { status: 404 }));
  expect(log.rows.map(({ number }) => number)).toEqual([1, 4]);
  log.filter({ text: '', sandbox: undefined });
  expect(log.rows).toHaveLength(4);
});

test('shows the requests of one sandbox', () => {
  const log = createRequestLog();
  log.put(request(1));
  log.put(request(1, { sandbox: 'w' }));
  log.filter({ text: '', sandbox: 'w' });
  expect(log.rows).toHaveLength(1);
  log.forget('w');
  log.filter({ text: '', sandbox: undefined });
  expect(log.rows.map(({ sandbox }) => sandbox)).toEqual([undefined]);
  log.put(request(2, { sandbox: 'w' }));
  log.forget(undefined);
  expect(log.rows.map(({ sandbox }) => sandbox)).toEqual(['w']);
});

test('drops the oldest requests above the limit', () => {
  const log = createRequestLog(100);
  for (let number = 1; number <= 1000; number++) log.put(request(number));
  expect(log.size).toBeLessThanOrEqual(110);
  expect(log.rows.at(-1)?.number).toBe(1000);
});

test('groups requests by operation, without those of the page itself', () => {
  const log = createRequestLog();
  const own = { headers: { 'x-mock-console': 'try' } };
  log.put(request(1, { operation: 'b' }));
  log.put(request(2, { operation: 'a' }));
  log.put(request(3, { operation: 'b', ...own }));
  log.filter({ grouped: true });
  expect(log.rows.map(({ number }) => number)).toEqual([2, 1, 3]);
  log.filter({ hideOwn: true });
  expect(log.rows.map(({ number }) => number)).toEqual([1, 2]);
  log.filter({ operation: 'b' });
  expect(log.rows.map(({ number }) => number)).toEqual([1, 3]);
  expect(log.operations).toEqual(['a', 'b']);
});
