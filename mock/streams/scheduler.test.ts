import { expect, test } from 'vitest';
import { createFakeClock } from '../fake-clock.ts';
import { createScheduler } from './scheduler.ts';

/** A clock that counts the sleeps that nobody has ended. */
function createCountingClock() {
  const clock = createFakeClock();
  const sleeping = new Set<object>();
  return {
    ...clock,
    sleeping,
    sleep: (milliseconds: number, signal?: AbortSignal) => {
      const sleep = {};
      sleeping.add(sleep);
      return clock.sleep(milliseconds, signal).then(() => void sleeping.delete(sleep));
    },
  };
}

test('what is due at one time is called in the order in which it was asked for', async () => {
  const clock = createFakeClock();
  const { at } = createScheduler(clock);
  const seen: string[] = [];
  const start = clock.now();
  at(start + 20, () => seen.push('c'));
  at(start + 10, () => seen.push('a'));
  at(start + 10, () => seen.push('b'));
  await clock.advance(20);
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('no sleep is left where every wish was taken back or called, in whatever order', async () => {
  const clock = createCountingClock();
  const { at } = createScheduler(clock);
  const start = clock.now();
  const takeBack = at(start + 15_000, () => expect.unreachable('it was taken back'));
  const called = new Promise<void>((resolve) => at(start + 10, resolve));
  takeBack();
  await clock.advance(10);
  await called;
  await Promise.resolve();
  expect(clock.sleeping.size).toBe(0);
});

test('a wish that was called already can be taken back without harm', async () => {
  const clock = createFakeClock();
  const { at } = createScheduler(clock);
  const seen: string[] = [];
  const takeBack = at(clock.now() + 10, () => seen.push('a'));
  await clock.advance(10);
  at(clock.now() + 10, () => seen.push('b'));
  takeBack();
  await clock.advance(10);
  expect(seen).toEqual(['a', 'b']);
});
