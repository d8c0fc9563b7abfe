import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readScenarioFolder, watchScenarioFolder } from './scenario-folder.ts';

test('a folder that is removed and made again is watched as before', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'scenarios-')), 'mine');
  mkdirSync(folder);
  let changes = 0;
  const watching = watchScenarioFolder(folder, () => {
    changes += 1;
  });
  try {
    rmSync(folder, { recursive: true });
    await expect.poll(() => changes).toBe(1);
    mkdirSync(folder);
    await expect.poll(() => changes).toBe(2);
    writeFileSync(join(folder, 'a.sse'), '');
    await expect.poll(() => changes).toBe(3);
  } finally {
    watching.close();
  }
});

test('a file in place of a folder is named as such', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'scenarios-')), 'a.sse');
  writeFileSync(file, '');
  expect(() => readScenarioFolder(file)).toThrow(`${file} is a file. Expected a folder with .sse files.`);
});
