import { describe, expect, test } from 'vitest';
import { brokenChoices } from '../lab/streams/broken-choices.ts';
import { streamApis } from '../lab/streams/index.ts';
import { judge } from '../lab/streams/judge.ts';
import type { ServerChoice } from '../lab/streams/serve-stream.ts';

/** Needs streams that last longer. */
const timing = new Set(['stream-is-live']);

describe.each(streamApis)('$name', (api) => {
  const { name, variations } = api;
  test('a correct server passes, and the run exercises every rule of the protocol', async () => {
    const { found, unexercised } = await judge(name, {});
    expect(found).toEqual([]);
    expect(unexercised.filter((rule) => rule.startsWith('stream-') && !timing.has(rule))).toEqual([]);
  });

  const free: Record<string, ServerChoice> = {
    'bytes split anywhere': { piece: 7 },
    comments: { bytes: (text) => `: hello\n\n${text.replaceAll('\n\n', '\n\n: keep-alive\n\n')}` },
    'retry and id': { bytes: (text) => `retry: 3000\n\n${text.replace('data:', 'id: 1\ndata:')}` },
    'several data lines': { bytes: (text) => text.replace(/^data: \{(.*)$/m, 'data: {\ndata: $1') },
    'no space after the colon': { bytes: (text) => text.replaceAll('data: ', 'data:') },
    'no charset': { headers: { 'content-type': 'text/event-stream' } },
    ...(name === 'ag-ui' ? {} : { CRLF: { bytes: (text: string) => text.replaceAll('\n', '\r\n') } }),
    ...Object.fromEntries(Object.entries(variations).map(([title, change]) => [title, { change }])),
  };
  test.each(Object.entries(free))('is allowed: %s', async (_, choice) => {
    expect((await judge(name, choice)).found).toEqual([]);
  });

  test.each(Object.entries(brokenChoices(api)))('is detected: %s', async (_, [rule, choice]) => {
    const { found } = await judge(name, choice);
    expect(found.map((one) => one.split(':')[0])).toContain(rule);
  });
});
