import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reproduce } from '../../contract-tests/report/reproduction/reproduce.ts';
import { rules } from '../../contract-tests/rules/index.ts';
import { faults, type RunningMock, startMock } from '../../mock/index.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';
import { showAgain } from '../support/show-again.ts';

/** Slow enough to tell a burst from a short turn; the others may hurry. */
const slow = new Set(['stream-in-one-burst']);

/** Seen by requests that are drawn only; a seed that is known draws enough of them. */
const drawn = new Set(['checks-first-item-only', 'refuses-unusual-text']);

/** Shown again while turns take their time. */
const paced = new Set(['concurrent-turn-accepted', ...slow]);

describe('rules and faults', () => {
  test('every file of a rule is in the list, under its name', () => {
    const files = readdirSync('contract-tests/rules')
      .filter((file) => !['rule.ts', 'index.ts', 'support'].includes(file))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(rules.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  test('every rule has a counterexample', () => {
    expect(rules.filter(({ counterexamples }) => counterexamples.length === 0).map(({ id }) => id)).toEqual([]);
  });

  test('every fault that breaks a clause is a counterexample of the rule that it names', () => {
    const named = rules.flatMap(({ id, counterexamples }) => counterexamples.map((name) => `${name} breaks ${id}`));
    const breaking = [...faults.values()].map(({ name, breaks }) => `${name} breaks ${breaks}`);
    expect(named.sort()).toEqual(breaking.sort());
  });
});

// A machine that is busy may show too little to judge by: what is wrong is wrong each time.
describe.concurrent('a run', { retry: 2, timeout: 120_000 }, () => {
  test('keeps silent on a server that conforms', async () => {
    const mock = await startMock({ token: 'the-right-token', speed: 4 });
    try {
      const { seen, outcomes } = await runContract(mock.url, { examples: 5 });
      expect(brokenRules(outcomes)).toEqual([]);
      // On a busy machine a turn may last long enough to show that it is live.
      const unexercised = outcomes.filter(({ status }) => status === 'not exercised').map(({ rule }) => rule);
      expect(unexercised.filter((rule) => rule !== 'stream-is-live')).toEqual(['stream-input-is-prompt']);
      expect(seen.leftBehind).toEqual([]);
    } finally {
      await mock.close();
    }
  });

  test.each([...faults.keys()])(
    'blames %s on its clause and on no other, with lines that show it again',
    async (name) => {
      const mock = await startMock({
        token: 'the-right-token',
        speed: slow.has(name) ? 2 : 8,
        seed: 'none',
        faults: [name],
      });
      try {
        const { seen, outcomes } = await runContract(mock.url, drawn.has(name) ? { examples: 25, seed: 1 } : {});
        expect(brokenRules(outcomes)).toEqual([faults.get(name)?.breaks]);
        const lines = outcomes
          .flatMap(({ violations }) => violations)
          .slice(0, 3)
          .map(({ exchange }) => reproduce(seen, exchange));
        expect(await isShownAgain(mock, name, lines), lines.join('\n\n')).toBe(true);
      } finally {
        await mock.close();
      }
    },
  );
});

/** Which breach comes first, and how much a turn had said by then, is chance: one of the first has to be shown again. */
async function isShownAgain(mock: RunningMock, name: string, blocks: readonly string[]): Promise<boolean> {
  const { speed } = mock.settings();
  for (const lines of blocks) {
    // Where a client leaves a turn, the turn has to be there a while.
    const isPaced = paced.has(name) || lines.includes('| awk ');
    mock.configure({ speed: isPaced ? speed : 'max', faults: [name] });
    if (await showAgain(mock, name, lines)) return true;
  }
  return false;
}
