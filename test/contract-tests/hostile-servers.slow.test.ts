import { describe, expect, test } from 'vitest';
import { hostileServers } from '../lab/hostile.ts';
import { findHarm, survive } from '../lab/survive.ts';

/** A sample, by the end of their names; `npm run bench:detection -- --only hostile` tests all. */
const sample = [
  'gzip bomb',
  'redirect to another host with the credential',
  'escape sequences and markup in every string',
  'a history of 300,000 events',
  'pages of 20,000 sessions without an end',
  'turns of 200 results of 100 kB',
  'deltas every 100 ms for ever',
  'a page after 1.5 s, and always another one',
];

describe('a run survives a hostile server', { timeout: 160_000 }, () => {
  test.each(sample)('%s', async (name) => {
    const hostile = hostileServers.find((one) => one.name === name);
    if (!hostile) throw new Error(`There is no hostile server named ${name}.`);
    const survival = await survive(hostile);
    expect(findHarm(hostile, survival), survival.output.slice(-2_000)).toEqual([]);
    expect(survival.output.trim().split('\n').at(-1)).toMatch(
      /^chat-contract: |violates the contract|stopped early|could not be tried/,
    );
  });
});
