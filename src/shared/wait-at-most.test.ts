import { expect, test } from 'vitest';
import { tooLate, waitAtMost } from './wait-at-most.ts';

test('a value in time is returned, and an error thrown', async () => {
  expect(await waitAtMost(Promise.resolve(1), 1_000)).toBe(1);
  await expect(waitAtMost(Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken');
});

test('a task that never settles is waited for no longer than the bound', async () => {
  const startedAt = performance.now();
  expect(await waitAtMost(new Promise(() => {}), 30)).toBe(tooLate);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(25);
});

test('a task that fails after the bound is no unhandled rejection', async () => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 20));
  expect(await waitAtMost(late, 1)).toBe(tooLate);
  await new Promise((resolve) => setTimeout(resolve, 40));
});
