import { limits, type RunOptions } from './run-options.ts';
import type { Turn } from './turn.ts';

/** How long the turns of a run may take, depending on earlier turns. Times are in milliseconds. */
export interface TurnPatience {
  /** True if turns proved to have no end: no more are started. */
  readonly isSpent: boolean;
  /** How long a turn may send next to nothing. */
  stalled(): number;
  /** How long a turn may take if it sends events all the time. */
  whole(): number;
}

/**
 * A turn may take `limits.streamFactor` times `requestTimeout`, but only after one has ended: if turns do not end,
 * several are pending at once, and the run should still end well within two minutes. For the same reason, a turn
 * without end reduces the time of later turns.
 */
export function createTurnPatience(
  { timeout, requestTimeout }: Pick<RunOptions, 'timeout' | 'requestTimeout'>,
  turns: readonly Turn[],
): TurnPatience {
  const endless = () =>
    turns.filter(
      ({ ended, exchange, cutAfter }) =>
        cutAfter !== undefined || ended === 'too-large' || (ended === 'silent' && exchange.durationMs >= timeout),
    ).length;
  return {
    get isSpent() {
      return endless() >= limits.endlessTurns;
    },
    stalled: () => requestTimeout / (1 + endless()),
    whole() {
      const ended = turns.filter((turn) => turn.ended === 'closed').map(({ exchange }) => exchange.durationMs);
      const expected = Math.max(requestTimeout * limits.firstStreamFactor, ...ended.map((time) => time * 3));
      return Math.min(expected, requestTimeout * limits.streamFactor) / (1 + endless());
    },
  };
}
