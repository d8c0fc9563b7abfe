import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress, describeProgress } from './show-progress.ts';

beforeEach(() => void vi.useFakeTimers({ now: 100_000 }));
afterEach(() => void vi.useRealTimers());

const progress = { requests: 120, turns: 4, operation: 'getSession' };
const waitingFor = { operation: 'streamMessages', since: 88_000 };

test('names a long wait', () => {
  expect(describeProgress(progress, 100_000)).toBe('120 requests, 4 turns · latest: getSession');
  expect(describeProgress({ ...progress, waitingFor }, 100_000)).toBe(
    '120 requests, 4 turns · waiting for streamMessages (12 s)',
  );
});

test('updates one line on a terminal, and removes it at the end', () => {
  const written: string[] = [];
  const shown = createProgress((text) => written.push(text), true);
  shown.show(progress);
  vi.advanceTimersByTime(400);
  shown.clear();
  expect(written).toHaveLength(3);
  expect(written.every((text) => text.startsWith('\r\u001b[2K') && !text.includes('\n'))).toBe(true);
  expect(written.at(-1)).toBe('\r\u001b[2K');
});

test('prints plain lines elsewhere, but none for a short run', () => {
  const written: string[] = [];
  const shown = createProgress((text) => written.push(text), false);
  shown.show(progress);
  vi.advanceTimersByTime(19_000);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(21_000);
  expect(written).toEqual(Array(2).fill('120 requests, 4 turns · latest: getSession\n'));
  shown.clear();
  vi.advanceTimersByTime(60_000);
  expect(written).toHaveLength(2);
});
