import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startMock } from '../../mock/index.ts';
import { runtimeSources } from '../../src/generate/emit/emit-runtime.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { launchBrowser, noBrowser } from '../support/browser.ts';
import { bundleForBrowser, gzippedSize, listAndStream } from '../support/bundle.ts';
import { type InstalledPackage, installPackage } from '../support/install-package.ts';

// This test starts compilers and a browser, concurrently with other tests.
vi.setConfig({ testTimeout: 60_000 });

const run = promisify(execFile);
let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage();
}, 120_000);
afterAll(() => rmSync(dirname(installed.folder), { recursive: true, force: true }));

const inPackage = (...path: string[]) => join(installed.folder, 'node_modules/chat-contract', ...path);
const tool = (name: string) => join(packageRoot, 'test/node_modules/.bin', name);

/** Exit code and output of a program in the consumer's folder. */
async function finish(command: string, args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' };
  return run(command, args, { cwd: installed.folder, env, maxBuffer: 1e8 }).then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('the tarball', () => {
  it('has the build, the sources that `generate` copies, and no other source or test', () => {
    const folders = new Set(installed.files.map((file) => file.split('/')[0]));
    expect([...folders].sort()).toEqual(
      [
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'bench',
        'bin',
        'contract-tests',
        'dist',
        'docs',
        'examples',
        'generated',
        'mock',
        'package.json',
        'spec',
        'src',
      ].filter((name) => name !== 'CHANGELOG.md' || folders.has(name)),
    );
    const sources = installed.files.filter((file) => /(?<!\.d)\.ts$|\.map$|\.tsx$/.test(file));
    expect(sources.toSorted()).toEqual(runtimeSources.toSorted());
    expect(statSync(installed.tarball).size).toBeLessThan(3_300_000);
  });

  it('has every page and picture that README links to', () => {
    const page = readFileSync(inPackage('README.md'), 'utf8');
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(15);
    const isMissing = (link: string) => !installed.files.some((file) => file === link || file.startsWith(`${link}/`));
    expect(links.filter(isMissing)).toEqual([]);
  });

  it('installs one package and its types, and is small', () => {
    const packages = readdirSync(join(installed.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['chat-contract', 'openapi-fetch', 'openapi-typescript-helpers']);
    expect(sizeOf(join(installed.folder, 'node_modules'))).toBeLessThan(7_000_000);
  });

  it('has the licence of every bundled package', () => {
    const text = readFileSync(inPackage('dist/third-party-licenses.txt'), 'utf8');
    for (const name of ['@stoplight/prism-http', 'ajv', 'commander', 'lodash', '@faker-js/faker']) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });

  it.each([
    ['publint', ['run', '--strict']],
    ['attw', ['--no-emoji']],
  ])('has no problem for %s', async (name, options) => {
    const { code, stdout } = await finish(tool(name), [...options, installed.tarball]);
    expect(stdout).toMatch(/All good|No problems found/);
    expect(code).toBe(0);
  });
});

const consumer = `
import { createChatClient, createTurnStore, followTurn, NotFoundError, type Event } from 'chat-contract/client';
import { createChatClient as again } from 'chat-contract';
import { startMock, type RunningMock } from 'chat-contract/mock';
import { useTurn } from 'chat-contract/react';
import document from 'chat-contract/openapi.json' with { type: 'json' };
export * as suite from 'chat-contract/vitest';
const same: typeof again = createChatClient;
const chat = same({ baseUrl: 'http://127.0.0.1', token: 'any-token' });
export function useAnswer(): string | undefined {
  const { turn } = useTurn((prompt, options) => chat.streamMessages('s', { index_ids: ['a'], prompt }, options));
  return turn?.text;
}
export async function use(): Promise<string[]> {
  const mock: RunningMock = await startMock({ speed: 'max' });
  const seen: string[] = [document.info.title, mock.url];
  try {
    for await (const event of chat.streamMessages('s', { index_ids: ['a'], prompt: 'b' })) {
      const one: Event = event;
      if (one.type === 'text_delta') seen.push(one.content);
      // @ts-expect-error a stop has no content
      if (one.type === 'stop') seen.push(one.content);
    }
    for await (const { text } of followTurn(chat.streamMessages('s', { index_ids: ['a'], prompt: 'b' }))) seen.push(text);
    seen.push(createTurnStore(chat.streamMessages('s', { index_ids: ['a'], prompt: 'b' })).getSnapshot().text);
  } catch (error) {
    if (error instanceof NotFoundError) seen.push(String(error.status));
  }
  // @ts-expect-error the body is needed
  chat.streamMessages('s');
  return seen;
}
`;

describe('a consumer', () => {
  it.each([
    ['bundler', 'consumer.ts', { module: 'esnext', moduleResolution: 'bundler' }],
    ['nodenext', 'consumer.mts', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['nodenext, from CommonJS', 'consumer.cts', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ])('has types under %s', async (_, file, options) => {
    const isCommonJs = file.endsWith('.cts');
    const text = isCommonJs ? consumer.replace("with { type: 'json' }", '') : consumer;
    writeFileSync(join(installed.folder, file), text);
    const project = `${file}.json`;
    const compilerOptions = {
      ...options,
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: [],
      strict: true,
      skipLibCheck: file !== 'consumer.ts',
      resolveJsonModule: true,
      esModuleInterop: true,
      noEmit: true,
    };
    writeFileSync(join(installed.folder, project), JSON.stringify({ compilerOptions, files: [file] }));
    expect(await finish(tool('tsc'), ['--project', project])).toMatchObject({ stdout: '', code: 0 });
  });

  it('gets the same client from import and require', async () => {
    const check = 'console.log(typeof createChatClient, new NotFoundError("a", 404, "b").name)';
    for (const entry of ['chat-contract', 'chat-contract/client']) {
      const imports = `import { createChatClient, NotFoundError } from '${entry}'; ${check}`;
      const requires = `const { createChatClient, NotFoundError } = require('${entry}'); ${check}`;
      const want = { stdout: 'function NotFoundError\n', code: 0 };
      expect(await finish(process.execPath, ['--input-type=module', '--eval', imports])).toMatchObject(want);
      expect(await finish(process.execPath, ['--input-type=commonjs', '--eval', requires])).toMatchObject(want);
    }
  });

  it('checks the patterns of scenarios with RE2, imported and required', async () => {
    const check = `
      const scenario = (pattern) => ({ 'a.sse': ': prompt matches ' + pattern + '\\n: status 204\\n\\n' });
      createMock({ scenarios: scenario('/a{2,500}/') });
      try { createMock({ scenarios: scenario('/a{2,5000}/') }); } catch (error) { console.log(error.message); }`;
    const imports = `import { createMock } from 'chat-contract/mock'; ${check}`;
    const requires = `const { createMock } = require('chat-contract/mock'); ${check}`;
    const want = { stdout: expect.stringContaining('invalid repeat count'), code: 0 };
    expect(await finish(process.execPath, ['--input-type=module', '--eval', imports])).toMatchObject(want);
    expect(await finish(process.execPath, ['--input-type=commonjs', '--eval', requires])).toMatchObject(want);
  });

  it('starts a mock from its own program', async () => {
    const program = `
      import { startMock } from 'chat-contract/mock';
      import { createChatClient } from 'chat-contract';
      const mock = await startMock({ speed: 'max' });
      const chat = createChatClient({ baseUrl: mock.url, token: mock.token });
      for await (const { type } of chat.streamMessages('ses_demo_welcome', { index_ids: ['a'], prompt: '#no-deltas' })) console.log(type);
      await mock.close();`;
    const { stdout, code } = await finish(process.execPath, ['--input-type=module', '--eval', program]);
    expect(stdout).toMatch(/^text$[\s\S]*^stop$/m);
    expect(code).toBe(0);
  });
});

describe('the programs of the tarball', () => {
  it('serve, respond with examples, and test the served API', async () => {
    // A separate process group: npm starts a shell, and that the mock; a signal to npm alone would leave both running.
    const child = spawn('npx', ['chat-contract', 'mock', '--port', '0', '--speed', 'max'], {
      cwd: installed.folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let output = '';
        child.stdout?.on('data', (text: string) => {
          output += text;
          const address = /listens on (\S+)/.exec(output)?.[1];
          if (address) resolve(address);
        });
        child.once('exit', (code) => reject(new Error(`The mock ended with ${code}.`)));
      });
      const headers = { Authorization: 'Bearer any-token', Prefer: 'code=429' };
      const example = await fetch(`${url}/api/v1/chat`, { headers });
      expect(example.status).toBe(429);
      const made = await fetch(`${url}/api/v1/chat`, { headers: { ...headers, Prefer: 'dynamic=true' } });
      expect(await made.json()).toHaveProperty('items');

      const folder = mkdtempSync(join(installed.folder, 'report-'));
      const test = ['chat-contract', 'test', '--base-url', url, '--token', 'any-token'];
      const good = await finish('npx', [...test, '--report-dir', folder]);
      expect(good.stdout).toMatch(/^No violations in the \d+ of \d+ rules/m);
      expect(good.code).toBe(0);
      expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'report.html', 'report.json']);
      expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('<testcase classname="chat-contract" name="');
      // The command works without Vitest.
      expect(existsSync(join(installed.folder, 'node_modules/vitest'))).toBe(false);
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      process.kill(-child.pid!, 'SIGINT');
      await ended;
    }
  });
});

describe.skipIf(noBrowser)('the client in a browser', () => {
  it('lists and streams, bundled', async () => {
    const mock = await startMock({ speed: 'max' });
    const code = await bundleForBrowser(listAndStream, installed.folder);
    expect(gzippedSize(code)).toBeLessThanOrEqual(6000);
    const page = `<!doctype html><title>Client</title><ol></ol><script>
      baseUrl = ${JSON.stringify(mock.url)};
      show = (text) => document.querySelector('ol').append(Object.assign(document.createElement('li'), { textContent: text }));
    </script><script type="module" src="/client.js"></script>`;
    const server = createServer(({ url }, response) => {
      const isScript = url === '/client.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
      response.end(isScript ? code : page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await launchBrowser();
    try {
      const tab = await browser.newPage();
      const errors: unknown[] = [];
      tab.on('pageerror', (error) => errors.push(error));
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await tab.getByText('stop', { exact: true }).waitFor();
      const shown = await tab.locator('li').allTextContents();
      expect(shown).toContain('ses_demo_welcome');
      expect(shown).toContain('text_delta');
      expect(shown.at(-1)).toBe('stop');
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      server.close();
      await mock.close();
    }
  });
});

/** Bytes of all files in a folder. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
