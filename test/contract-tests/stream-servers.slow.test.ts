import { describe, expect, test } from 'vitest';
import { judge } from '../lab/streams/judge.ts';
import { moreServers } from '../lab/streams/more/index.ts';

describe.each(Object.entries(moreServers))('%s', (name, { correct, broken }) => {
  test.each(Object.entries(correct))('passes: %s', async (_, choice) => {
    expect((await judge(name, choice)).found).toEqual([]);
  });

  test.each(Object.entries(broken))('fails: %s', async (_, [rule, choice]) => {
    const { found } = await judge(name, choice);
    expect([...new Set(found.map((one) => one.split(':')[0]))]).toContain(rule);
  });
});
