import { expect, test } from 'vitest';
import type { Turn } from './turn.ts';
import { createTurnPatience } from './turn-patience.ts';

const turn = (ended: Turn['ended'], durationMs: number, cutAfter?: number) =>
  ({ ended, exchange: { durationMs }, ...(cutAfter === undefined ? {} : { cutAfter }) }) as Turn;

function patienceAfter(...turns: Turn[]) {
  const patience = createTurnPatience({ timeout: 30_000, requestTimeout: 60_000 }, turns);
  return { whole: patience.whole(), stalled: patience.stalled(), isSpent: patience.isSpent };
}

test.each([
  ['no turn', [], { whole: 75_000, stalled: 60_000, isSpent: false }],
  ['a quick turn', [turn('closed', 400)], { whole: 75_000, stalled: 60_000, isSpent: false }],
  ['a turn of 80 seconds', [turn('closed', 80_000)], { whole: 240_000, stalled: 60_000, isSpent: false }],
  ['a turn of 200 seconds', [turn('closed', 200_000)], { whole: 300_000, stalled: 60_000, isSpent: false }],
  ['a turn that a probe left', [turn('aborted', 300)], { whole: 75_000, stalled: 60_000, isSpent: false }],
  ['one turn without end', [turn('aborted', 75_000, 75_000)], { whole: 37_500, stalled: 30_000, isSpent: false }],
  ['two', [turn('silent', 60_000), turn('too-large', 900)], { whole: 25_000, stalled: 20_000, isSpent: true }],
] as const)('after %s', (_, turns, expected) => {
  expect(patienceAfter(...turns)).toEqual(expected);
});
