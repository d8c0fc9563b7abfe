import { describe, expect, test } from 'vitest';
import { createTransport } from '../../contract-tests/run/http/transport.ts';
import { createMock } from '../../mock/index.ts';
import { inProcessUrl } from '../support/in-process.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';

/** A run against a mock that accepts invalid turns, and the number of turns that the mock really streamed. */
async function countTurns(faults: string[], maxTurns: number) {
  const mock = createMock({ token: 'the-right-token', speed: 'max', seed: 'none', faults });
  let turns = 0;
  const connect: NonNullable<Parameters<typeof runContract>[2]>['connect'] = (options, signal) =>
    createTransport(options, signal, async (url, init) => {
      const response = await mock.fetch(new Request(url, init));
      if (response.ok && response.headers.get('content-type')?.includes('event-stream')) turns += 1;
      return response;
    });
  const { report, outcomes } = await runContract(inProcessUrl, { maxTurns }, { connect });
  return { turns, report, broken: brokenRules(outcomes) };
}

const accepting = [
  'accepts-wrong-type',
  'accepts-missing-field',
  'accepts-missing-body',
  'accepts-malformed-json',
  'accepts-out-of-bounds',
  'accepts-bad-format',
];

describe.concurrent('--max-turns', { timeout: 60_000 }, () => {
  test.each([0, 1, 3, 12])('%i holds on a server that accepts any turn without a credential', async (most) => {
    const { turns, report } = await countTurns([...accepting, 'no-authentication'], most);
    expect(turns).toBeLessThanOrEqual(most);
    expect(report.turns).toBe(turns);
    expect(report.turnsNote).toMatch(new RegExp(`^${turns} of at most ${most} turns?: \\d+ requests? that could`));
  });

  test('is enough to detect several missing checks, and to follow a conversation', async () => {
    const { broken, report } = await countTurns(accepting, 12);
    expect(broken).toEqual(
      expect.arrayContaining([
        'malformed-json-refused',
        'missing-body-refused',
        'request-bound-refused',
        'request-format-refused',
        'request-required-refused',
        'request-type-refused',
      ]),
    );
    const status = (id: string) => report.rules.find((rule) => rule.id === id)?.status;
    expect(status('history-equals-stream')).toBe('kept');
    expect(status('index-set-locked')).toBe('kept');
  });

  test('is explained in the report if it is not reached', async () => {
    const { report } = await countTurns([], 40);
    expect(report.turnsNote).toMatch(/^\d+ of at most 40 turns: the rules needed no more$/);
  });
});
