import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { faults } from '../../mock/index.ts';
import { readBuiltInScenarios } from '../../mock/scenarios/built-in-scenarios.ts';
import { commands } from '../../src/cli/commands.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { checkTypes } from '../support/check-types.ts';
import { rooms } from '../support/import-rules.ts';
import { readBlocks } from '../support/read-blocks.ts';
import { mockForTest, startCliMock } from '../support/run-cli.ts';
import { runProgram } from '../support/run-process.ts';

const page = readFileSync(join(packageRoot, 'README.md'), 'utf8');
const blocks = readBlocks(page);
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Blocks that other tests run: `.ci/run`, `proxy-docs.test.ts` and `package.slow.test.ts`. */
const exempt = [
  'npm ci && npm run mock\n',
  'npm ci && npm test\n',
  'npx chat-contract proxy --upstream https://staging.example.com --report-dir report --fail-on-violation\n',
  'npm ci && npm pack\nnpm install ./chat-contract-0.1.0.tgz\n',
];

/** A text that identifies a shell block, its exit code (default: 0), and its output. */
const shellBlocks: { has: string; codes?: number[]; prints: RegExp }[] = [
  { has: 'page_size=2', prints: /^\{"items":\[\{"session_id":"ses_demo_welcome".*"next_page_token":"/ },
  { has: `-d '{"index_ids": ["idx_annual_reports"]}'`, prints: /^\{"session_id":"ses_\w+".*"idx_annual_reports"/ },
  { has: 'Prefer: fault=stream-cut', codes: [18, 56], prints: /^event: \w+\ndata: [\s\S]*curl: \((18|56)\)/ },
  { has: 'messages/stream', prints: /^event: \w+\ndata: [\s\S]*"type":"stop","error":null[\s\S]*\n\n$/ },
  { has: 'Prefer: code=429', prints: /^HTTP\/1\.1 429 [\s\S]*retry-after: \d+\r\n[\s\S]*\{"detail":/i },
  { has: 'npx chat-contract test', prints: /\d+ pass, 0 fail,[\s\S]*No violations/ },
  { has: 'npx chat-contract rules', prints: /^[\w-]+ +\w+ +\S[\s\S]*clause \(\w+\): [\s\S]*counterexamples: / },
  { has: 'scenario new refund', prints: /^Wrote \S+refund\.sse\.[\s\S]*\n1 scenario, 0 problems\n/ },
  { has: 'chat-contract generate', prints: /\n0 errors, [\s\S]*wrote \S+client\.ts\n/ },
];

/** Started and stopped again, each on its own port. */
const startsMock = /^npm run mock -- (.*)\n$/;

describe('the shell blocks', () => {
  const shell = blocks.filter(({ language, text }) => language === 'sh' && !exempt.includes(text));

  it('are all tested', () => {
    expect(blocks.filter(({ text }) => exempt.includes(text)).map(({ text }) => text)).toEqual(exempt);
    for (const { has } of shellBlocks) expect(page).toContain(has);
    for (const { language, line } of blocks) expect(['sh', 'ts', 'yaml'], `line ${line}`).toContain(language);
  });

  it.each(shell.filter(({ text }) => startsMock.test(text)))('line $line starts a mock', async ({ text }) => {
    const mock = await startCliMock(startsMock.exec(text)![1]!.split(' '));
    const path = text.includes('--spec') ? '/__mock/' : '/api/v1/chat';
    const { status } = await fetch(mock.url + path, { headers: { authorization: 'Bearer any-token' } });
    expect(status).toBe(200);
    expect(await mock.interrupt()).toMatchObject({ code: 0 });
  });

  it.each(shell.filter(({ text }) => !startsMock.test(text)))(
    'line $line prints the documented result',
    async ({ text }) => {
      const known = shellBlocks.find(({ has }) => text.includes(has));
      if (!known) throw new Error('The test does not know what this block is to print.');
      const { url } = await mockForTest(['--speed', '20']);
      const line = text
        .replaceAll('http://127.0.0.1:4010', url)
        .replaceAll('contract-report', join(folder, 'report'))
        .replaceAll(/my-(client|scenarios)/g, join(folder, '$1'));
      const { code, stdout, stderr } = await runProgram('bash', ['-euo', 'pipefail', '-c', line]);
      expect(stdout + stderr).toMatch(known.prints);
      expect(known.codes ?? [0]).toContain(code);
    },
  );

  it('write the documented reports', () => {
    const files = readdirSync(join(folder, 'report')).sort();
    expect(files).toEqual(['junit.xml', 'report.html', 'report.json']);
    for (const file of files) expect(page).toContain(`\`${file}\``);
  });
});

describe.each(blocks.filter(({ language }) => language === 'ts'))('the TypeScript of line $line', ({ text }) => {
  it('fits the types', () => {
    expect(checkTypes(text)).toEqual([]);
    expect(checkTypes(text.replace('event.content', 'event.contents'))).toEqual([
      expect.stringContaining("'contents' does not exist"),
    ]);
  });

  it('runs against the mock', async () => {
    const { url } = await mockForTest(['--speed', 'max']);
    const client = pathToFileURL(join(packageRoot, 'dist/client/index.js')).href;
    const { outputText } = ts.transpileModule(
      text.replace('./src/client/index.ts', client).replaceAll('http://127.0.0.1:4010', url),
      { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 } },
    );
    const file = join(folder, 'block.mjs');
    writeFileSync(file, outputText);
    const { code, stdout, stderr } = await runProgram(process.execPath, [file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\[\w+\] \{[\s\S]+\}\n[\s\S]+ses_\w+ [\s\S]+ses_demo_welcome What can you do\n/);
  });
});

describe('the page', () => {
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const entries = Object.keys(manifest.exports);
  /** The text in backticks. */
  const named = new Set([...page.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name));

  it('names every scenario with its keyword', () => {
    for (const { name, keyword } of readBuiltInScenarios()) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\| \`#${keyword}\` +\\|`, 'm'));
    }
  });

  it('names existing faults', () => {
    const rows = /\| fault +\|.*\n([\s\S]*?)\n\n/.exec(page)![1]!.split('\n').slice(1);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect([...faults.keys()]).toContain(/^\| `([\w-]+)`/.exec(row)?.[1]);
  });

  it('names every command with all its options, and no other', async () => {
    for (const [name, { load }] of Object.entries(commands)) {
      const { options } = (await load()).command;
      const row = new RegExp(`^\\| \`${name}\` .*$`, 'm').exec(page)?.[0] ?? '';
      const listed = new Set(row.match(/--[\w-]+/g));
      expect([...listed].sort(), name).toEqual(options.map(({ flags }) => /--[\w-]+/.exec(flags)![0]).sort());
    }
  });

  it('lists the entries of the package, and the tarball of its version', () => {
    const rows = /\| entry +\|.*\n([\s\S]*?)\n\n/.exec(page)![1]!.match(/(?<=`chat-contract\/)[\w.-]+/g)!;
    const own = entries.filter((entry) => entry !== '.' && entry !== './package.json');
    expect(rows.map((row) => `./${row}`).sort()).toEqual(own.sort());
    expect(page).toContain(`./${manifest.name}-${manifest.version}.tgz`);
  });

  it('names every folder, and existing files', () => {
    for (const folder of [...Object.keys(rooms), 'spec']) expect(named).toContain(`${folder}/`);
    const isEntry = (name = '') => name.startsWith('chat-contract/');
    for (const name of [...named].filter(isEntry)) expect(entries).toContain(name!.replace('chat-contract', '.'));
    const isMediaType = (name = '') => /^(text|application)\//.test(name);
    const paths = [...named].filter(
      (name) => /^[\w-]+\/([\w./-]+)?$/.test(name!) && !isEntry(name) && !isMediaType(name),
    );
    const links = [...page.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path]) => path);
    for (const path of [...paths, ...links]) expect(existsSync(join(packageRoot, path!)), path).toBe(true);
  });
});
