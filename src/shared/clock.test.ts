import { expect, test, vi } from 'vitest';
import { systemClock } from './clock.ts';

test('runs a callback when it is due, unless it was cancelled', async () => {
  const due = Date.now() + 20;
  const cancelled = vi.fn();
  systemClock.at(due, cancelled)();
  const called = await new Promise<number>((resolve) => systemClock.at(due, () => resolve(Date.now())));
  expect(called).toBeGreaterThanOrEqual(due);
  expect(cancelled).not.toHaveBeenCalled();
});

test('does not fire immediately after a delay that no timer can hold', async () => {
  const early = vi.fn();
  const cancel = systemClock.at(Date.now() + 2 ** 32, early);
  await systemClock.sleep(20);
  cancel();
  expect(early).not.toHaveBeenCalled();
});
