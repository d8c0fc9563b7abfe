import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runRedoclyCli } from './redocly.ts';

const folder = mkdtempSync(join(tmpdir(), 'redocly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();
const document = { openapi: '3.1.0', info: { title: 'API', version: '1' }, paths: {} };

it('waits until its input is written', async () => {
  const write = async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    writeFileSync(join(folder, 'late.json'), JSON.stringify(document));
  };
  const args = ['lint', 'late.json', '--extends', 'minimal', '--format', 'json'];
  const { code, stdout } = await runRedoclyCli(args, { cwd: folder, signal, input: write });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0 } });
});

it('ends if its input cannot be created', async () => {
  const input = async () => {
    throw new Error('no such document');
  };
  await expect(runRedoclyCli(['lint', 'none.json'], { cwd: folder, signal, input })).rejects.toThrow(
    'no such document',
  );
});
