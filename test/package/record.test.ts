import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import { createMock } from '../../mock/index.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { fixtureText } from '../../src/record/fixture-text.ts';
import { recordTurn } from '../../src/record/record-turn.ts';
import { closedAddress, mockForTest, runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-contract-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The content of a fixture without the times, which vary on a busy machine. */
const sent = (file: string) =>
  readFileSync(file, 'utf8')
    .replace(/^: (wait|title|keyword) .*\n/gm, '')
    .replace(/\n+/g, '\n');

const record = (url: string, out: string, ...more: string[]) =>
  runCli([
    'record',
    '--base-url',
    url,
    '--token',
    'my-secret',
    '--prompt',
    'How much?',
    '--index-id',
    'idx_recorded',
    '--out',
    out,
    ...more,
  ]);

describe('a turn of the mock', () => {
  /** Only the mock's waits move the clock, so the times of both recordings are the mock's own. */
  async function recordFrom(scenario: string): Promise<string> {
    let now = 0;
    const clock = {
      now: () => now,
      // The reader has read everything before the time advances.
      async sleep(milliseconds: number) {
        for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        now += milliseconds;
      },
      at(due: number, callback: () => void) {
        let wanted = true;
        void clock.sleep(due - now).then(() => wanted && callback());
        return () => {
          wanted = false;
        };
      },
    };
    const mock = createMock({ scenario, clock, seed: 'none' });
    const request = {
      contract: readContract(document),
      baseUrl: 'http://mock',
      prompt: 'How much?',
      indexIds: ['idx_1'],
      timeout: 1000,
      requestTimeout: 60_000,
      token: 'any',
    };
    const patient = { now: () => now, sleep: () => new Promise<void>(() => {}) };
    const { signal } = new AbortController();
    const turn = await recordTurn(request, { fetch: mock.fetch, clock: patient, signal });
    expect(turn.problems).toEqual([]);
    return fixtureText(turn, request, { placeholders: true, title: 'A turn', keyword: 'turn' });
  }

  it('is the same, with its timing, after it is recorded, played and recorded again', async () => {
    const file = join(folder, 'exact.sse');
    const first = await recordFrom('retrieval');
    writeFileSync(file, first);
    expect(first).toContain(': wait 350ms');
    expect(await recordFrom(file)).toBe(first);
  });
});

describe('chat-contract record', () => {
  it('records a turn of the mock that plays and is recorded again unchanged', async () => {
    const [first, second] = [join(folder, 'first.sse'), join(folder, 'second.sse')];
    const mock = await mockForTest(['--speed', '20', '--scenario', 'parallel-tools']);
    const { code, stdout, stderr } = await record(mock.url, first, '--placeholders');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Recorded \d+ messages in /);
    expect(readFileSync(first, 'utf8')).toMatch(/^: wait \d+ms$/m);
    expect(readFileSync(first, 'utf8')).toContain('{{call_id_1}}');
    const player = await mockForTest(['--speed', '20', '--scenario', first]);
    expect((await record(player.url, second, '--placeholders')).code).toBe(0);
    expect(sent(second)).toBe(sent(first));
    const sessions = await (
      await fetch(`${mock.url}/api/v1/chat?page_size=100`, { headers: { authorization: 'Bearer x' } })
    ).text();
    expect(sessions).not.toContain('idx_recorded');
  });

  it('records a cut stream, says so, and the mock plays it', async () => {
    const file = join(folder, 'broken.sse');
    const mock = await mockForTest(['--speed', 'max', '--fault', 'stream-data-not-json']);
    const { code, stderr } = await record(mock.url, file);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The stream violates the contract\. Message \d+: The data of an event is not JSON/);
    const again = join(folder, 'broken-again.sse');
    const player = await mockForTest(['--speed', 'max', '--scenario', file]);
    expect((await record(player.url, again)).code).toBe(1);
    expect(sent(again)).toBe(sent(file));
  });

  it('reports a turn that cannot be recorded as a usage error, in one line without the token', async () => {
    const out = join(folder, 'never.sse');
    const mock = await mockForTest(['--token', 'right']);
    for (const { code, stdout, stderr } of [
      await record(await closedAddress(), out),
      await record(mock.url, out),
      await record(mock.url, join(folder, 'never.txt')),
      await runCli(['record', '--prompt', 'x', '--out', out]),
      await runCli(['record', '--base-url', mock.url, '--out', out]),
    ]) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^chat-contract: [^\n]+\n$/);
      expect(stderr).not.toContain('my-secret');
    }
  });

  it('rejects a scenario file that is not a fixture in one line', async () => {
    const file = join(folder, 'no-fixture.sse');
    writeFileSync(file, 'data: {}\n');
    const { code, stderr } = await runCli(['mock', '--port', '0', '--scenario', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^chat-contract: Cannot play the scenario .*no-fixture\.sse, line 1: .*\n$/);
  });
});
