import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../contract-tests/run/evaluate.ts';
import { brokenServers } from '../lab/broken.ts';
import { conformingServers } from '../lab/conforming.ts';
import type { Override } from '../lab/reference/behaviour.ts';
import { laboratoryToken, startServer } from '../lab/reference-server.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';

/** A sample of the lab; `npm run bench:detection` tests all of it. */
const sample = <Item>(items: readonly Item[], step: number) => items.filter((_, index) => index % step === 0);

/** Servers that are slow on purpose, or meaningful only on an idle machine. */
const leftOut = /seconds|megabyte|3,000|live|burst|300 ms/;

async function judge(override: Override): Promise<Outcome[]> {
  const server = await startServer(override);
  try {
    const { outcomes } = await runContract(server.url, {
      token: laboratoryToken,
      timeout: 8_000,
      examples: 3,
      seed: 1,
    });
    return outcomes;
  } finally {
    await server.close();
  }
}

describe.concurrent('independently written servers', { timeout: 120_000 }, () => {
  test.each(
    sample(
      brokenServers.filter(({ name }) => !leftOut.test(name)),
      24,
    ),
  )('$name violates $rules', async ({ override, rules }) => {
    expect(brokenRules(await judge(override))).toEqual(expect.arrayContaining([...rules]));
  });

  test.each(
    sample(
      conformingServers.filter(({ name }) => !leftOut.test(name)),
      9,
    ),
  )('$name violates no rule', async ({ override }) => {
    const outcomes = await judge(override);
    const found = outcomes.flatMap(({ violations }) => violations);
    expect(found.map(({ rule, message, received }) => `${rule}: ${message} ${received}`)).toEqual([]);
  });
});
