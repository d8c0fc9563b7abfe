import { expect, test } from 'vitest';
import { tooLate, waitAtMost } from './wait-at-most.ts';

test('returns a value in time, and throws an error', async () => {
  expect(await waitAtMost(Promise.resolve(1), 1_000)).toBe(1);
  await expect(waitAtMost(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
});

test('waits for a task that never settles no longer than the bound', async () => {
  const startedAt = performance.now();
  expect(await waitAtMost(new Promise(() => {}), 30)).toBe(tooLate);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(25);
});

test('causes no unhandled rejection if a task fails after the bound', async () => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 20));
  expect(await waitAtMost(late, 1)).toBe(tooLate);
  await new Promise((resolve) => setTimeout(resolve, 40));
});
