import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, test } from 'vitest';
import schema from '../../../contract-tests/report.schema.json' with { type: 'json' };
import { closedAddress, mockForTest, runCli } from '../../support/run-cli.ts';
import { runCliProcess, runProgram } from '../../support/run-process.ts';

const token = 'a-secret-of-this-test';
const folder = mkdtempSync(join(tmpdir(), 'contract-report-'));
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isReport = ajv.compile(schema);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readReport(name: string) {
  const texts = ['report.json', 'report.html', 'junit.xml'].map((file) =>
    readFileSync(join(folder, name, file), 'utf8'),
  );
  const report = JSON.parse(texts[0]!);
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  return { report, texts };
}

async function sessionsAt(url: string): Promise<string[]> {
  const response = await fetch(`${url}/api/v1/chat?page_size=100`, { headers: { authorization: `Bearer ${token}` } });
  const { items } = (await response.json()) as { items: { session_id: string }[] };
  return items.map(({ session_id: id }) => id).sort();
}

describe.concurrent('chat-contract test', { timeout: 120_000 }, () => {
  test('exits with 0 if the server conforms, writes reports, and deletes its sessions', async ({ onTestFinished }) => {
    // Slow enough that a client can disconnect before the end of a turn, even on a busy machine.
    const { url } = await mockForTest(['--token', token, '--speed', '2'], onTestFinished);
    const before = await sessionsAt(url);
    const directory = join(folder, 'good');
    const { code, stdout, stderr } = await runCli(['test', '--base-url', url, '--strict', '--report-dir', directory], {
      LLAMA_CLOUD_API_KEY: token,
    });
    // A slow machine prints lines of progress.
    expect(stderr.replaceAll(/^\d+ requests, .*\n/gm, '')).toBe('');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('The server conforms to the contract.');
    const { report, texts } = readReport('good');
    expect(report).toMatchObject({ conforms: true, strict: true, violations: [], leftBehind: [], baseUrl: url });
    expect(report.coverage.operations).toHaveLength(7);
    for (const text of [...texts, stdout]) expect(text).not.toContain(token);
    expect(await sessionsAt(url)).toEqual(before);
  });

  test('exits with 1 if a clause is violated, names the rule, and reproduces the violation', async ({
    onTestFinished,
  }) => {
    const { url } = await mockForTest(
      ['--token', token, '--speed', '4', '--fault', 'history-drops-event'],
      onTestFinished,
    );
    const directory = join(folder, 'bad');
    const { code, stdout } = await runCli([
      'test',
      '--base-url',
      url,
      '--token',
      token,
      '--strict',
      '--report-dir',
      directory,
    ]);
    expect(code, stdout).toBe(1);
    expect(stdout).toContain('history-equals-stream');
    const { report, texts } = readReport('bad');
    expect(report.conforms).toBe(false);
    for (const text of [...texts, stdout]) expect(text).not.toContain(token);
    const violation = report.violations.find(({ rule }: { rule: string }) => rule === 'history-equals-stream');
    expect(violation).toMatchObject({ severity: 'error', provenance: 'assumed' });
    const again = await runProgram('sh', ['-c', violation.reproduce], { LLAMA_CLOUD_API_KEY: token });
    expect(again.stdout).toContain('"type":"stop"');
    expect(again.stdout).not.toContain('"type":"tool_result"');
  });

  test('only warns of an assumed clause, unless --strict is set', async ({ onTestFinished }) => {
    const { url } = await mockForTest(
      ['--token', token, '--speed', '4', '--fault', 'list-oldest-first'],
      onTestFinished,
    );
    const { code, stdout } = await runCli(['test', '--base-url', url, '--token', token, '--rule', 'list-newest-first']);
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/^! warns {2}The list starts .* \(list-newest-first\)$/m);
  });

  test('exits with 2 and one line if no server listens', async () => {
    const address = await closedAddress();
    const { code, stdout, stderr } = await runCli(['test', '--base-url', address]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^chat-contract: GET .* cannot be reached: .*--base-url.*\n$/);
  });

  test('exits with 2 if the credential is rejected, without showing it', async ({ onTestFinished }) => {
    const { url } = await mockForTest(['--token', token], onTestFinished);
    const { code, stderr } = await runCli(['test', '--base-url', url, '--token', 'not-the-right-one']);
    expect(code).toBe(2);
    expect(stderr).toContain('401');
    expect(stderr).not.toContain('not-the-right-one');
  });

  test('changes nothing with --read-only', async ({ onTestFinished }) => {
    const { url } = await mockForTest(['--token', token], onTestFinished);
    const before = await sessionsAt(url);
    const { code, stdout } = await runCli(['test', '--base-url', url, '--token', token, '--read-only']);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(' 0 turns');
    expect(await sessionsAt(url)).toEqual(before);
  });

  test('annotates failing rules on GitHub', async ({ onTestFinished }) => {
    const { url } = await mockForTest(['--token', token, '--fault', 'no-allow'], onTestFinished);
    const rule = ['--rule', 'allow-names-methods', '--reporter', 'github'];
    const { code, stdout } = await runCli(['test', '--base-url', url, '--token', token, ...rule]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^::error title=allow-names-methods::A 405 lists the allowed methods.+ Expected .+; received .+$/m,
    );
  });

  test('rejects an unknown reporter', async () => {
    const { code, stderr } = await runCli(['test', '--base-url', 'http://127.0.0.1:1', '--reporter', 'gihub']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/github/);
  });

  test('deletes its sessions when it is interrupted', async ({ onTestFinished }) => {
    const { url } = await mockForTest(['--token', token], onTestFinished);
    const before = await sessionsAt(url);
    const run = runCliUntil(
      ['test', '--base-url', url, '--token', token],
      async () => (await sessionsAt(url)).length > before.length + 5,
    );
    const { code, stdout } = await run;
    expect(code).toBe(2);
    expect(stdout).toContain('interrupted');
    expect(await sessionsAt(url)).toEqual(before);
  });
});

/** Runs the program and sends it SIGINT when `reached` returns true. */
async function runCliUntil(args: string[], reached: () => Promise<boolean>) {
  const interrupted = new AbortController();
  const finished = runCliProcess(args, {}, interrupted.signal);
  while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 20));
  interrupted.abort();
  return finished;
}
