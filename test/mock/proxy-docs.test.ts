import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startMock } from '../../mock/node/start-mock.ts';
import { liveFaults } from '../../src/proxy/live-faults.ts';
import { startProxy } from '../../src/proxy/start-proxy.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { runCli } from '../support/run-cli.ts';

const text = readFileSync(join(packageRoot, 'docs/proxy.md'), 'utf8');

test('names every fault of live traffic', () => {
  const groups = [...liveFaults.keys()].filter((name) => !name.startsWith('answer-'));
  for (const name of groups) expect(text).toContain(`\`${name}\``);
});

test('uses existing options only', async () => {
  const { stdout } = await runCli(['proxy', '--help']);
  const options = new Set([...text.matchAll(/(?<!curl[^\n]*)(?<=\s|`)(--[a-z-]+)/g)].map(([, name]) => name!));
  for (const option of options) {
    if (option === '--scenarios') continue;
    expect(stdout, option).toContain(option);
  }
});

test('has an example that runs', async () => {
  const mock = await startMock();
  const proxy = await startProxy({ upstream: mock.url, faults: ['latency:50'] });
  onTestFinished(async () => {
    await proxy.close();
    await mock.close();
  });
  proxy.next({ operation: 'streamMessages', fault: 'reset-after-event:3' });
  const response = await fetch(`${proxy.url}/api/v1/chat`, { headers: { authorization: 'Bearer any-token' } });
  await response.json();
  expect([response.status, (await proxy.report()).conforms]).toEqual([200, true]);
});
