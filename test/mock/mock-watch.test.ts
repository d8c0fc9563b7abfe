import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCliMock } from '../support/run-cli.ts';

const root = 'openapi: 3.1.0\ninfo: {title: Notes, version: "1"}\npaths:\n  /notes:\n    $ref: notes.yaml\n';
const notes = (value: number, more = '') =>
  `get:\n  responses:\n    "200":\n      description: All.\n      content: {application/json: {example: [${value}]}}\n${more}`;

test('serves a saved change, reports an invalid one with its place, and keeps the last valid version', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-watch-'));
  writeFileSync(join(folder, 'api.yaml'), root);
  writeFileSync(join(folder, 'notes.yaml'), notes(1));
  const { url, printed, interrupt } = await startCliMock(['--log', 'off', '--spec', join(folder, 'api.yaml')]);
  const served = async () => (await fetch(`${url}/notes`)).json();
  const told = () => printed().stderr;
  expect(await served()).toEqual([1]);

  writeFileSync(join(folder, 'notes.yaml'), notes(2));
  await expect.poll(served, { timeout: 5000 }).toEqual([2]);

  writeFileSync(join(folder, 'notes.yaml'), `${notes(3)}  - broken: [\n`);
  await expect.poll(told, { timeout: 5000 }).toMatch(/The last valid document is still served\. .*notes\.yaml.*\n/);
  expect(await served()).toEqual([2]);

  writeFileSync(join(folder, 'notes.yaml'), notes(3, '  parameters: 7\n'));
  await expect.poll(told, { timeout: 5000 }).toMatch(/notes\.yaml:6:3: warning: `parameters` must be a list/);
  expect(await served()).toEqual([3]);

  // An editor writes a new file and moves it over the old one.
  writeFileSync(join(folder, 'notes.yaml~'), notes(4));
  renameSync(join(folder, 'notes.yaml~'), join(folder, 'notes.yaml'));
  await expect.poll(served, { timeout: 5000 }).toEqual([4]);
  expect((await interrupt()).code).toBe(0);
});

test('serves the last of several saves, even one during the first read, in a subfolder, or of a new file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-watch-'));
  const file = join(folder, 'paths/notes.yaml');
  mkdirSync(join(folder, 'paths'));
  writeFileSync(join(folder, 'api.yaml'), root.replace('notes.yaml', 'paths/notes.yaml'));
  writeFileSync(file, notes(0));
  const { url, printed, interrupt } = await startCliMock(['--log', 'off', '--spec', join(folder, 'api.yaml')]);
  const served = async () => (await fetch(`${url}/notes`)).json();

  // Some saves occur during the read of an earlier one, which takes longer than the pauses.
  for (let value = 1; value <= 20; value++) {
    writeFileSync(file, notes(value));
    await new Promise((resolve) => setTimeout(resolve, 5 * value));
  }
  await expect.poll(served, { timeout: 5000 }).toEqual([20]);

  rmSync(file);
  await expect
    .poll(() => printed().stderr, { timeout: 5000 })
    .toMatch(/The last valid document is still served\. .*notes/);
  expect(await served()).toEqual([20]);
  writeFileSync(file, notes(21));
  await expect.poll(served, { timeout: 5000 }).toEqual([21]);
  expect((await interrupt()).code).toBe(0);
});
