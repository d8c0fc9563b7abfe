import { describe, expect, test } from 'vitest';
import type { StreamEvent } from '../control-types.ts';
import { axisLength, barsOf, laneOf, ticksOf } from './time-line-scale.ts';

const at = (milliseconds: number, more: Partial<StreamEvent> = {}): StreamEvent => ({
  stream: 's',
  index: 0,
  milliseconds,
  kind: 'message',
  type: 'text_delta',
  data: '{}',
  problems: [],
  ...more,
});

describe('bars', () => {
  test('are placed at their times, so that gaps are to scale', () => {
    const bars = barsOf([at(0), at(100), at(1100)], 0.5);
    expect(bars.map(({ x }) => x)).toEqual([0, 50, 550]);
  });

  test('combine the events of a burst without losing one', () => {
    const bars = barsOf(
      Array.from({ length: 500 }, (_, index) => at(120_000 + index / 100)),
      1000 / 120_000,
    );
    expect(bars).toHaveLength(1);
    expect(bars[0]!.events).toHaveLength(500);
  });

  test('leave two quiet minutes empty', () => {
    const bars = barsOf([at(0), at(50), at(120_000)], 1000 / 120_000);
    expect(bars.map(({ events }) => events.length)).toEqual([2, 1]);
    expect(bars[1]!.x).toBe(1000);
  });

  test('never overlap in a lane', () => {
    const bars = barsOf(
      Array.from({ length: 400 }, (_, index) => at(index * 7)),
      0.3,
    );
    for (const [index, bar] of bars.entries()) {
      const next = bars[index + 1];
      if (next) expect(next.x).toBeGreaterThanOrEqual(bar.x + bar.width);
    }
    expect(bars.flatMap(({ events }) => events)).toHaveLength(400);
  });

  test('are separate for two types, and show a violation', () => {
    const problems = [{ clause: 'end-once', message: 'A second stop follows the first.' }];
    const bars = barsOf([at(0), at(0, { type: 'stop', problems })], 1);
    expect(bars.map(({ lane, broken }) => [lane, broken])).toEqual([
      ['text_delta', false],
      ['stop', true],
    ]);
  });
});

test('names a lane after the type, else the event name, else the kind', () => {
  expect(laneOf(at(0))).toBe('text_delta');
  const { type, ...untyped } = at(0);
  expect(laneOf({ ...untyped, event: 'delta' })).toBe('delta');
  expect(laneOf({ ...untyped, kind: 'comment' })).toBe('comment');
});

test.each([
  [0, 100],
  [101, 200],
  [4000, 5000],
  [50_001, 60_000],
  [120_500, 180_000],
])('the axis of %i ms is %i ms long', (elapsed, length) => expect(axisLength(elapsed)).toBe(length));

test.each([
  [100, 8],
  [2000, 0.4],
  [120_000, 1000 / 120_000],
  [3_600_000, 1000 / 3_600_000],
])('marks of %i ms stand apart', (length, pixels) => {
  const ticks = ticksOf(length, pixels);
  expect(ticks[0]).toBe(0);
  expect(ticks.length).toBeGreaterThan(3);
  expect(ticks.length).toBeLessThan(20);
  expect((ticks[1]! - ticks[0]!) * pixels).toBeGreaterThanOrEqual(72);
});
