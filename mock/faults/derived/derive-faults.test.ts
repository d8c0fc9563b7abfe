import { expect, test } from 'vitest';
import { createMock } from '../../mock.ts';
import { schemaRule, suitSchemas, violatedRules } from './judge-frames.ts';
import { faultForTest } from './stream-for-test.ts';

const { faults, frames, judge, document } = faultForTest();

test('the original stream violates no rule', () => {
  expect([...violatedRules(frames, judge)]).toEqual([]);
  expect(suitSchemas(frames, judge)).toBe(true);
});

test.each(faults.map(({ name, violates }) => [name, violates]))('%s violates %s and no other rule', (name, rule) => {
  const fault = faults.find((one) => one.name === name)!;
  const { frames: change, reply } = fault.behaviour();
  if (rule === 'headers: x-stream') {
    const changed = reply!({ status: 200, headers: { 'x-stream': 'v1' }, playback: {} as never }, {} as never);
    expect(changed.headers).toEqual({});
    return;
  }
  const spoiled = change!(frames, { judge });
  const violated = [...violatedRules(spoiled, judge)];
  expect([...violated, ...(suitSchemas(spoiled, judge) ? [] : [schemaRule])]).toEqual([rule]);
});

test('lists the faults in a mock of the document, and injects one', async () => {
  const mock = createMock({ document, speed: 'max', seed: 'none' });
  const ask = (prefer: string) =>
    mock.fetch(
      new Request('http://mock/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json', prefer },
        body: JSON.stringify({ prompt: 'Hi', thread: 't1' }),
      }),
    );
  const whole = await (await ask('')).text();
  const spoiled = await ask('fault=lifecycle-closed-block');
  expect(spoiled.headers.get('x-mock-fault')).toBe('lifecycle-closed-block');
  expect((await spoiled.text()).length).toBeLessThan(whole.length);
  expect((await ask('')).headers.get('x-stream')).toBe('v1');
  expect((await ask('fault=headers-x-stream')).headers.get('x-stream')).toBe(null);
});
