import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { type StartedMock, startCliMock } from '../support/run-cli.ts';
import { runProgram } from '../support/run-process.ts';

const text = readFileSync(join(packageRoot, 'docs/spec-tools.md'), 'utf8');
const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block.trim());
const written = ['recorded.sse', 'chat-contract.html', 'generated-completions'];
let mock: StartedMock;

beforeAll(async () => {
  mock = await startCliMock(['--speed', 'max']);
});
afterAll(async () => {
  await mock.interrupt();
  for (const name of written) rmSync(join(packageRoot, name), { recursive: true, force: true });
});

describe('docs/spec-tools.md', () => {
  it.each(blocks)('%s', { timeout: 60_000 }, async (block) => {
    const command = block
      .replaceAll('http://127.0.0.1:4010', mock.url)
      // Where a package is installed, npx is this; `npm run` would build again beside other tests.
      .replaceAll('npx chat-contract', 'node bin/chat-contract.js')
      .replaceAll('npm run docs', 'node bin/chat-contract.js docs');
    const { code, stderr } = await runProgram('bash', ['-c', command]);
    // The comparison with HEAD depends on uncommitted changes.
    expect(stderr).not.toContain('internal error');
    expect(block.includes('diff HEAD') ? code !== 2 : code === 0, stderr).toBe(true);
  });

  it('has every command in it', () => {
    expect(blocks).toHaveLength(6);
  });
});
