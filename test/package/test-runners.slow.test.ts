import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { browserOptions, noBrowser } from '../support/browser.ts';
import { type InstalledPackage, installPackage, npm } from '../support/install-package.ts';
import { readBlocks } from '../support/read-blocks.ts';

const blocks = readBlocks(readFileSync(join(packageRoot, 'docs/test-runners.md'), 'utf8'));
/** The block of the page that contains a text. */
const block = (has: string) => blocks.find(({ text }) => text.includes(has))!.text;

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage();
}, 240_000);
afterAll(() => rmSync(dirname(installed.folder), { recursive: true, force: true }));

/** A folder with the tarball, some packages and some files. npm fails if the package's peers do not match. */
function projectWith(packages: readonly string[], files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(dirname(installed.folder), 'runner-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
  npm(['install', ...options, installed.tarball, ...packages], folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Exit code and output of a program of an installed package. */
async function run(folder: string, program: string, args: string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', CI: '1' };
  const result = promisify(execFile)(join(folder, 'node_modules/.bin', program), args, {
    cwd: folder,
    env,
    maxBuffer: 1e8,
  });
  return result.then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

const contractTests = `
import { contractTests } from 'chat-contract/vitest';
import { startMock } from 'chat-contract/mock';
contractTests({ baseUrl: async () => (await startMock({ speed: 'max' })).url, token: 'any', rules: ['status-documented'] });
`;

describe('the page of the test runners', { timeout: 300_000 }, () => {
  it.each(['2', '3', '4'])('works with Vitest %s', async (version) => {
    const folder = projectWith([`vitest@${version}`], {
      'use-mock.test.ts': block('chat-contract/vitest'),
      'contract.test.ts': contractTests,
    });
    const { code, output } = await run(folder, 'vitest', ['run']);
    expect(output).toMatch(/Tests {2}3 passed \(3\)/);
    expect(code).toBe(0);
  });

  it('works with MSW in the environments of Vitest', async () => {
    const environments = ['node', 'jsdom', 'happy-dom'];
    const tests = environments.flatMap((name) => [
      [`${name}.test.ts`, `// @vitest-environment ${name}\n${block('msw/node')}`],
      [
        `all-${name}.test.ts`,
        `// @vitest-environment ${name}\nimport { testMsw } from './msw-for-test.ts';\ntestMsw('${name}');`,
      ],
    ]);
    // The tests of this package, run against the installed one.
    const source = (file: string) => readFileSync(join(packageRoot, file), 'utf8');
    const shared = {
      'msw-for-test.ts': source('mock/msw-for-test.ts').replace('./msw.ts', 'chat-contract/msw'),
      'mock-for-test.ts': source('mock/mock-for-test.ts')
        .replace('../src/sse/', './')
        .replace('./mock.ts', 'chat-contract/mock'),
      'event-stream-decoder.ts': source('src/sse/event-stream-decoder.ts'),
    };
    const files = { ...Object.fromEntries(tests), ...shared };
    const folder = projectWith(['vitest@4', 'msw@2', 'jsdom', 'happy-dom'], files);
    const { code, output } = await run(folder, 'vitest', ['run']);
    expect(output).toMatch(/Tests {2}15 passed \(15\)/);
    expect(code).toBe(0);
  });

  it('works with Jest, and with MSW there', async () => {
    const msw = block('msw/node')
      .replace(/^import .* from 'vitest';\n/m, '')
      .replace(/import (.*) from (.*);/g, 'const $1 = require($2);');
    const folder = projectWith(['jest@30', 'msw@2', '@babel/plugin-transform-modules-commonjs'], {
      'use-mock.test.js': block('chat-contract/jest'),
      'msw.test.js': msw,
      'prism.test.js': `
        const { createMock } = require('chat-contract/mock');
        test('a response is made up', async () => {
          const headers = { authorization: 'Bearer any', prefer: 'dynamic=true' };
          const response = await createMock().fetch(new Request('http://mock/api/v1/chat', { headers }));
          expect(await response.json()).toMatchObject({ items: expect.any(Array) });
        });`,
      'jest.config.js': block('transformIgnorePatterns'),
    });
    const { code, output } = await run(folder, 'jest', []);
    expect(output).toMatch(/Tests: +4 passed, 4 total/);
    expect(code).toBe(0);
  });

  it.skipIf(noBrowser)('works with Playwright', async () => {
    const folder = projectWith(['@playwright/test@1'], {
      'playwright.config.ts': `export default { workers: 2, fullyParallel: true, use: { launchOptions: ${JSON.stringify(browserOptions)} } };`,
      'mock.ts': block('@playwright/test'),
      'app.spec.ts': `
        import { createServer } from 'node:http';
        import { expect } from '@playwright/test';
        import { test } from './mock';
        const app = createServer((_, response) => response.setHeader('content-type', 'text/html').end(\`<!doctype html><p></p><script>
          const headers = { authorization: 'Bearer any-token' };
          fetch('http://127.0.0.1:4010/api/v1/chat', { headers }).then(({ status }) => { document.querySelector('p').textContent = status; });
        </script>\`));
        test.beforeAll(() => new Promise((resolve) => app.listen(0, '127.0.0.1', resolve)));
        test.afterAll(() => app.close());
        for (const status of ['503', '429', '200']) {
          test('a page that gets ' + status, async ({ page, mock }) => {
            if (status !== '200') mock.next({ operation: 'listSessions', fault: 'answer-' + status });
            await page.goto('http://127.0.0.1:' + app.address().port);
            await expect(page.locator('p')).toHaveText(status);
            expect(mock.requests()).toHaveLength(1);
          });
        }`,
    });
    const { code, output } = await run(folder, 'playwright', ['test', '--reporter=line']);
    expect(output).toMatch(/3 passed/);
    expect(code).toBe(0);
  });
});
