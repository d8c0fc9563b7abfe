import { describe, expect, test } from 'vitest';
import { rowWindow, scrollTo } from './row-window.ts';

const size = { height: 400, rowHeight: 40, count: 10_000 };

describe('the window of rows', () => {
  test('has the visible rows, and a few more on both sides', () => {
    expect(rowWindow({ ...size, scrollTop: 4000 }, 5)).toEqual({ first: 95, end: 116 });
  });

  test('ends with the list', () => {
    expect(rowWindow({ ...size, scrollTop: 0 }, 5)).toEqual({ first: 0, end: 16 });
    expect(rowWindow({ ...size, scrollTop: 10_000 * 40 - 400 }, 5)).toMatchObject({ end: 10_000 });
    expect(rowWindow({ ...size, count: 0, scrollTop: 0 })).toEqual({ first: 0, end: 0 });
  });

  test('is never empty, even if the list became shorter than the scroll position', () => {
    const { first, end } = rowWindow({ ...size, count: 20, scrollTop: 300_000 }, 5);
    expect(first).toBeLessThan(end);
    expect(end).toBe(20);
  });

  test('has no more rows for a long list than for a short one', () => {
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
])('scrolls no further than necessary to a row that %s', (_, row, scrollTop, wanted) => {
  expect(scrollTo(row, 40, scrollTop, 400)).toBe(wanted);
});
