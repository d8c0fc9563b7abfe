import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, writeOutput } from './make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

test('creates a folder with its parents, and leaves it empty', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder, '--out');
  makeFolder(folder, '--out');
  expect(readdirSync(folder)).toEqual([]);
});

test('reports a file that blocks the folder', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file, '--report-dir')).toThrow(
    `Cannot write --report-dir ${file}: a file is where a folder should be (EEXIST).`,
  );
  expect(() => makeFolder(join(file, 'below'), '--report-dir')).toThrow('part of the path is a file (ENOTDIR).');
  expect(() => writeOutput(root, '--out', '')).toThrow('it is a folder (EISDIR).');
});

test.runIf(existsSync('/proc/self'))('fails immediately below a folder that accepts none', () => {
  expect(() => makeFolder('/proc/one/two', '--report-dir')).toThrow('nothing can be created there (ENOENT).');
  expect(() => makeFolder('/proc', '--report-dir')).toThrow('Cannot write --report-dir /proc: ');
});
