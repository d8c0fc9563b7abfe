import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, type StartedMock, startCliMock } from '../../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'contract-options-'));
let mock: StartedMock;
let broken: StartedMock;

beforeAll(async () => {
  [mock, broken] = await Promise.all([
    startCliMock(['--speed', '8']),
    startCliMock(['--speed', '8', '--fault', 'summary-differs']),
  ]);
});

afterAll(async () => {
  await Promise.all([mock.interrupt(), broken.interrupt()]);
  rmSync(folder, { recursive: true, force: true });
});

const testAt = (server: StartedMock, ...args: string[]) =>
  runCli(['test', '--base-url', server.url, '--strict', ...args]);
const reportIn = (name: string) => JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8'));

describe('chat-contract test', () => {
  test('--plan prints the requests and the turns, and sends nothing', async () => {
    const { code, stdout } = await runCli(['test', '--base-url', 'http://127.0.0.1:1', '--plan']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ × POST {3}\/api\/v1\/chat\/\{session_id\}\/messages\/stream {2}starts a turn/);
    // The last requests of a run.
    expect(stdout).toContain('names a deleted session');
    expect(stdout).toMatch(/\d+ requests and at most \d+ turns/);
  });

  test('--plan keeps to --read-only', async () => {
    const { stdout } = await runCli(['test', '--base-url', 'http://127.0.0.1:1', '--plan', '--read-only']);
    expect(stdout).toContain('GET');
    expect(stdout).not.toMatch(/× (POST|DELETE|PUT|PATCH)/);
    expect(stdout).toContain('at most 0 turns');
  });

  test('an empty --index-id counts as absent', async () => {
    const plan = (...args: string[]) =>
      runCli(['test', '--base-url', 'http://127.0.0.1:1', '--plan', '--seed', '1', ...args]);
    expect(await plan('--index-id', '')).toEqual(await plan());
    expect((await plan('--index-id', 'only')).stdout).not.toBe((await plan()).stdout);
  });

  test('--baseline accepts known violations, and lists those that no longer occur', async () => {
    const rule = ['--rule', 'summary-equals-session'];
    const first = await testAt(broken, ...rule, '--report-dir', join(folder, 'first'));
    expect(first.code).toBe(1);
    const baseline = join(folder, 'first/report.json');
    const again = await testAt(broken, ...rule, '--baseline', baseline);
    expect(again.code, again.stdout).toBe(0);
    expect(again.stdout).toContain('! warns (known)');
    const mended = await testAt(mock, ...rule, '--baseline', baseline);
    expect(mended.code, mended.stdout).toBe(0);
    expect(mended.stdout).toContain('no longer violated: summary-equals-session');
  });

  test.each([
    ['a file that is not there', 'nowhere.json', 'ENOENT'],
    ['a file that is no report', 'other.json', 'is not a report.json'],
  ])('--baseline rejects %s', async (_, name, reason) => {
    writeFileSync(join(folder, 'other.json'), '{"conforms": 1}');
    const { code, stderr } = await testAt(mock, '--baseline', join(folder, name));
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  test('--exclude skips an operation, a tag or a rule', async () => {
    const rule = await testAt(broken, '--exclude', 'summary-equals-session', '--report-dir', join(folder, 'rule'));
    expect(rule.code, rule.stdout).toBe(0);
    const tag = await testAt(mock, '--exclude', 'Messages', '--report-dir', join(folder, 'tag'));
    expect(tag.code, tag.stdout).toBe(0);
    expect(reportIn('tag').turns).toBe(0);
  });

  test('--include selects operations, and rejects unknown names', async () => {
    const { code, stdout } = await testAt(mock, '--include', 'listSessions', '--report-dir', join(folder, 'one'));
    expect(code, stdout).toBe(0);
    const constraints: string[] = reportIn('one').coverage.constraints;
    expect([...new Set(constraints.map((one) => one.split(' ')[0]))]).toEqual(['listSessions']);
    const unknown = await testAt(mock, '--include', 'nobody');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('listSessions');
  });

  test('--fail-on-unexercised fails if a rule could not be checked', async () => {
    const { code, stdout } = await testAt(
      mock,
      '--rule',
      'stream-lifecycle-closed',
      '--max-turns',
      '0',
      '--fail-on-unexercised',
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\d+ of \d+ rules? could not be checked\.$/m);
  });

  test('--seed repeats the generated requests', async () => {
    const drawn = async () => {
      const args = ['--rule', 'generated-valid-request-accepted', '--seed', '7', '--report-dir', join(folder, 'seed')];
      await testAt(mock, ...args);
      const { seed, requests } = reportIn('seed');
      return { seed, requests };
    };
    const once = await drawn();
    expect(once.seed).toBe(7);
    expect(await drawn()).toEqual(once);
  });
});
