import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { mockForTest } from '../support/run-cli.ts';

const text = readFileSync(join(packageRoot, 'docs/mock.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);

afterEach(() => vi.restoreAllMocks());

test.each(blocks('sh').filter((block) => block.startsWith('curl')))('runs: %s', async (block) => {
  const { url } = await mockForTest(['--speed', 'max']);
  const commands = block.replaceAll('http://127.0.0.1:4010', url);
  const { stdout } = await promisify(execFile)('bash', ['-euc', commands]);
  if (block.includes('end-after-event')) expect(stdout.match(/^data:/gm)).toHaveLength(4);
  else if (block.includes('settings')) expect(stdout).toMatch(/"streams":\[\]\}: title The session ses_demo_welcome\n/);
  else expect(stdout).toMatch(/"routes".*HTTP\/1\.1 429 .*retry-after: 7.*"operation":"listSessions"/s);
});

test('runs the example of a test in process', async () => {
  expect(await runExample('createFakeClock')).toEqual([[503], ['GET', '/api/v1/chat', 503, 1]]);
});

test('runs the example of MSW', async () => {
  expect(await runExample('createMswMock')).toEqual([[500]]);
});

/** Runs a block with the sources instead of the package. */
async function runExample(name: string): Promise<unknown[][]> {
  const said: unknown[][] = [];
  vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words));
  const block = blocks('ts').find((one) => one.includes(name))!;
  const code = block.replaceAll(
    /import \{([^}]*)\} from '([^']*)';/g,
    (_, names, module) => `const {${names}} = await load('${module}');`,
  );
  const modules: Record<string, () => Promise<unknown>> = {
    'chat-contract/mock': () => import('../../mock/index.ts'),
    'chat-contract/msw': () => import('../../mock/msw.ts'),
    'msw/node': () => import('msw/node'),
  };
  const run = new Function('load', `return (async () => {${code}})();`);
  await run((module: string) => modules[module]!());
  return said;
}
