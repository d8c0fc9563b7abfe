import { describe, expect, test } from 'vitest';
import { streamApis } from '../lab/streams/index.ts';
import { judge } from '../lab/streams/judge.ts';
import { anyApi } from '../lab/streams/more/any-api.ts';
import { moreServers } from '../lab/streams/more/index.ts';

describe.each(streamApis)('$name', (api) => {
  const [own, shared] = [moreServers[api.name], anyApi(api)];
  const correct = Object.entries({ ...own?.correct, ...shared.correct });
  const broken = Object.entries({ ...own?.broken, ...shared.broken });

  test.each(correct)('passes: %s', async (_, choice) => {
    expect((await judge(api.name, choice)).found).toEqual([]);
  });

  test.each(broken)('fails: %s', async (_, [rule, choice]) => {
    const { found } = await judge(api.name, choice);
    expect([...new Set(found.map((one) => one.split(':')[0]))]).toContain(rule);
  });
});
