import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { largeDocument } from '../../bench/large-document.ts';
import { mockForTest, runCli } from '../support/run-cli.ts';
import { runProgram } from '../support/run-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-contract-large-'));
const file = join(folder, 'large.json');
writeFileSync(file, JSON.stringify(largeDocument()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a document with hundreds of operations', { timeout: 60_000 }, () => {
  it('is served', async () => {
    const { url } = await mockForTest(['--spec', file]);
    const response = await fetch(`${url}/resources119/a`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id: expect.any(String) });
    const refused = await fetch(`${url}/resources1/a`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"count":-1}',
    });
    expect(refused.status).toBe(422);
  });

  it('yields a client', async () => {
    const { code, stderr } = await runCli(['generate', '--spec', file, '--out', join(folder, 'out')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is measured in the benchmark', async () => {
    const { code, stdout } = await runProgram(process.execPath, ['bench/load-spec.mjs', file]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      operations: 240,
      bytes: expect.any(Number),
      startMilliseconds: expect.any(Number),
      firstAnswerMilliseconds: expect.any(Number),
      residentMegabytes: expect.any(Number),
    });
  });
});
