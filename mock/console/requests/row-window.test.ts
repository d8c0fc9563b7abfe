import { describe, expect, test } from 'vitest';
import { rowWindow, scrollTo } from './row-window.ts';

const size = { height: 400, rowHeight: 40, count: 10_000 };

describe('the window of rows', () => {
  test('has the visible rows, and a few more on both sides', () => {
    expect(rowWindow({ ...size, scrollTop: 4000 }, 5)).toEqual({ first: 95, end: 116 });
  });

  test('ends where the list does', () => {
    expect(rowWindow({ ...size, scrollTop: 0 }, 5)).toEqual({ first: 0, end: 16 });
    expect(rowWindow({ ...size, scrollTop: 10_000 * 40 - 400 }, 5)).toMatchObject({ end: 10_000 });
    expect(rowWindow({ ...size, count: 0, scrollTop: 0 })).toEqual({ first: 0, end: 0 });
  });

  test('is never empty where the list became shorter than it was scrolled', () => {
    const { first, end } = rowWindow({ ...size, count: 20, scrollTop: 300_000 }, 5);
    expect(first).toBeLessThan(end);
    expect(end).toBe(20);
  });

  test('has as few rows of a long list as of a short one', () => {
    for (const scrollTop of [0, 1, 39, 123_456, 399_600]) {
      const { first, end } = rowWindow({ ...size, scrollTop });
      expect(end - first).toBeLessThan(40);
      expect(first * 40).toBeLessThanOrEqual(scrollTop);
      expect(end * 40).toBeGreaterThanOrEqual(Math.min(scrollTop + 400, 400_000));
    }
  });
});

test.each([
  ['is above', 3, 400, 120],
  ['is below', 30, 400, 840],
  ['is seen', 12, 400, 400],
])('a row that %s is scrolled to no further than it must', (_, row, scrollTop, wanted) => {
  expect(scrollTo(row, 40, scrollTop, 400)).toBe(wanted);
});
