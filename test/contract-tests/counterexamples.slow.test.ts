import { describe, expect, test } from 'vitest';
import { faults, startMock } from '../../mock/index.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';
import { isShownAgain, reproductions } from '../support/show-again.ts';

/**
 * Turns with a duration: a burst must differ from a short turn, and a second turn or a disconnect must occur during
 * one.
 */
const slow = new Set(['stream-in-one-burst', 'concurrent-turn-accepted', 'abandoned-turn-vanishes']);

/** Detected by generated requests only; this seed generates enough of them. */
const generated = new Set(['checks-first-item-only', 'refuses-unusual-text']);

// counterexamples.test.ts does the same without sockets, and replays the lines of one fault of each kind.
describe.concurrent('a run over sockets', { timeout: 120_000 }, () => {
  test('reports no violation of a server that conforms', async () => {
    const mock = await startMock({ token: 'the-right-token', speed: 4 });
    try {
      const { seen, outcomes } = await runContract(mock.url, { examples: 5 });
      expect(brokenRules(outcomes)).toEqual([]);
      // On a busy machine a turn may last long enough to show whether it is live.
      const unexercised = outcomes.filter(({ status }) => status === 'not exercised').map(({ rule }) => rule);
      expect(unexercised.filter((rule) => rule !== 'stream-is-live')).toEqual([]);
      expect(seen.leftBehind).toEqual([]);
    } finally {
      await mock.close();
    }
  });

  test.each([...faults.keys()])(
    'detects %s by its rule and by no other, and its curl lines reproduce it',
    async (name) => {
      const speed = slow.has(name) ? 2 : 8;
      const mock = await startMock({ token: 'the-right-token', speed, seed: 'none', faults: [name] });
      try {
        const { seen, outcomes } = await runContract(mock.url, generated.has(name) ? { examples: 25, seed: 1 } : {});
        expect(brokenRules(outcomes)).toEqual([faults.get(name)?.violates]);
        const blocks = reproductions(seen, outcomes);
        expect(await isShownAgain(mock, name, blocks), blocks.join('\n\n')).toBe(true);
      } finally {
        await mock.close();
      }
    },
  );
});
