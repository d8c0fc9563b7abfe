import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../../contract-tests/rules/index.ts';
import type { Outcome } from '../../contract-tests/run/evaluate.ts';
import { createMock, faults, startMock } from '../../mock/index.ts';
import { connectTo, inProcessUrl } from '../support/in-process.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';
import { isShownAgain, reproductions } from '../support/show-again.ts';
import { runWithFault } from './recordings/run-with-fault.ts';

describe('rules and faults', () => {
  test('the list has every rule file, under its name', () => {
    const folder = 'contract-tests/rules';
    const files = readdirSync(folder)
      .filter((file) => /^[\w-]+\.ts$/.test(file))
      .filter((file) => /^export const rule\b/m.test(readFileSync(`${folder}/${file}`, 'utf8')))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(rules.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  test('every rule has a counterexample', () => {
    // Faults of the other rules are derived from the protocol of a document.
    const others = rules.filter(({ id, protocol }) => !protocol && id !== 'stream-selected');
    expect(others.filter(({ counterexamples }) => counterexamples.length === 0).map(({ id }) => id)).toEqual([]);
  });

  test('every contract fault is a counterexample of the rule that it names', () => {
    const named = rules.flatMap(({ id, counterexamples }) => counterexamples.map((name) => `${name} violates ${id}`));
    const breaking = [...faults.values()].map(({ name, violates }) => `${name} violates ${violates}`);
    expect(named.sort()).toEqual(breaking.sort());
  });
});

// Over the mock's function; counterexamples.slow.test.ts does the same over sockets.
describe.concurrent('a run', { timeout: 120_000 }, () => {
  test('reports no violation of a server that conforms', async () => {
    const mock = createMock({ token: 'the-right-token', speed: 4 });
    const { seen, outcomes } = await runContract(inProcessUrl, { examples: 5 }, { connect: connectTo(mock) });
    expect(brokenRules(outcomes), describeViolations(outcomes)).toEqual([]);
    const unexercised = outcomes.filter(({ status }) => status === 'not exercised').map(({ rule }) => rule);
    // On a busy machine a turn may last long enough to show whether it is live.
    expect(unexercised.filter((rule) => rule !== 'stream-is-live')).toEqual([]);
    expect(seen.leftBehind).toEqual([]);
  });

  test.each([...faults.keys()])('detects %s by its rule and by no other', async (name) => {
    const { seen, outcomes } = await runWithFault(name);
    expect(brokenRules(outcomes), describeViolations(outcomes)).toEqual([faults.get(name)?.violates]);
    for (const lines of reproductions(seen, outcomes)) expect(lines).toContain('curl ');
  });
});

describe.concurrent('the curl lines of a violation', { timeout: 120_000 }, () => {
  test.each([
    ['one request', 'no-allow'],
    ['a session and its turns', 'history-drops-event'],
    ['a session and its deletion', 'deleted-session-readable'],
    ['a session that is read before and after', 'updated-at-goes-back'],
    ['two sessions', 'turn-leaks-into-other-session'],
    ['several sessions', 'list-oldest-first'],
    ['a walk over pages', 'list-repeats-session'],
    ['a turn during another one', 'concurrent-turn-accepted'],
    ['a client that leaves', 'abandoned-turn-vanishes'],
  ])('reproduce the fault: %s', async (_, name) => {
    const { violates } = faults.get(name)!;
    // On a busy machine a short turn may be over before the client disconnects or sends another.
    const speed = ['abandoned-turn-vanishes', 'concurrent-turn-accepted'].includes(name) ? 4 : 8;
    const mock = await startMock({ token: 'the-right-token', speed, seed: 'none', faults: [name] });
    try {
      const { seen, outcomes } = await runContract(mock.url, { rules: [violates!] });
      expect(brokenRules(outcomes)).toEqual([violates]);
      expect(await isShownAgain(mock, name, reproductions(seen, outcomes))).toBe(true);
    } finally {
      await mock.close();
    }
  });
});

function describeViolations(outcomes: readonly Outcome[]): string {
  return outcomes
    .flatMap(({ violations }) => violations)
    .map(({ rule, message, expected, received }) => `${rule}: ${message} Expected ${expected}; received ${received}`)
    .join('\n');
}
