import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { upgradeDocument } from '../../src/openapi/upgrade-document.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { mockForTest } from '../support/run-cli.ts';

// Sizes that are the same on every machine. `npm run bench` measures times and memory.

const program = join(packageRoot, 'bin/chat-contract.js');

/** The modules that a program loads until it prints a line. */
async function modulesAtStart(args: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chat-contract-weight-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, 'modules.txt');
  writeFileSync(
    join(folder, 'hooks.mjs'),
    `import { appendFileSync } from 'node:fs';
    export function load(url, context, next) {
      appendFileSync(${JSON.stringify(log)}, url + '\\n');
      return next(url, context);
    }`,
  );
  const register = `import { register } from 'node:module'; register('./hooks.mjs', ${JSON.stringify(`file://${folder}/`)});`;
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${register}`, program, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return readFileSync(log, 'utf8').trim().split('\n');
}

it('loads few modules before the mock listens', async () => {
  const modules = await modulesAtStart(['mock', '--port', '0']);
  const own = modules.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  const bytes = own.reduce((sum, file) => sum + statSync(file).size, 0);
  expect(own.length).toBeGreaterThan(2);
  expect(own.length).toBeLessThanOrEqual(8);
  expect(bytes).toBeLessThan(420_000);
  // Prism, the reader of documents and the proxy are loaded only by commands that use them.
  expect(
    own
      .map((file) => basename(file))
      .filter((name) => /^(prism-engine|open-document|start-proxy|redis-store)/.test(name)),
  ).toEqual([]);
});

it('loads neither file streams nor cryptography for the first response', async () => {
  const tell = `process.on('SIGTERM', () => {
    process.stderr.write(JSON.stringify(process.moduleLoadList));
    process.exit();
  });`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, program, 'mock', '--port', '0'];
  const child = spawn(process.execPath, args);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const url = /http:\/\/[\d.:]+/.exec(line)![0];
  expect((await fetch(`${url}/api/v1/chat`, { headers: { authorization: 'Bearer any-token' } })).status).toBe(200);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  child.kill('SIGTERM');
  await once(child, 'close');
  const loaded: string[] = JSON.parse(/\[.*\]/.exec(errors)![0]).map((name: string) => name.split(' ').at(-1));
  expect(loaded).toContain('http');
  expect(loaded.filter((name) => /^internal\/(fs\/streams|crypto\/)/.test(name))).toEqual([]);
});

it('serves the Chat API without the repair of documents, which it does not need', () => {
  const copy = structuredClone(document) as OpenApiDocument;
  const { document: upgraded, repairs } = upgradeDocument(copy);
  expect(repairs).toEqual([]);
  expect(upgraded).toBe(copy);
});

/**
 * Kilobytes of the largest files of the build, in order: Prism, the mock for MSW, Redis, the proxy, the mock in CommonJS,
 * the mock, the rules, RE2, Ajv, what reads documents. Their names change with their content.
 */
const budgets = [1600, 560, 460, 350, 310, 225, 220, 165, 155, 105];

it('keeps every file of the build within its budget', () => {
  const dist = join(packageRoot, 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?js$/.test(name) && !name.startsWith('console'))
    .map((file) => ({ file, kilobytes: statSync(join(dist, file)).size / 1000 }))
    .sort((one, other) => other.kilobytes - one.kilobytes);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter(({ kilobytes }, index) => kilobytes > (budgets[index] ?? 100))).toEqual([]);
});

it('sends fewer than 300 requests in a contract run', async () => {
  const { url } = await mockForTest(['--speed', 'max']);
  const folder = mkdtempSync(join(tmpdir(), 'chat-contract-weight-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const args = [program, 'test', '--base-url', url, '--token', 'any-token', '--report-dir', folder];
  await promisify(execFile)(process.execPath, args);
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  expect(report.requests).toBeGreaterThan(100);
  expect(report.requests).toBeLessThan(300);
});

it('installs as few packages as Prism and Spectral allow', () => {
  const lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'));
  // Packages for other systems are in the lock file, but not installed.
  const installed = Object.entries<{ optional?: true }>(lock.packages).filter(
    ([path, { optional }]) => path !== '' && !optional,
  );
  expect(installed.length).toBeLessThan(490);
});
