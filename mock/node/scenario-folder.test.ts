import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readScenarioFolder, watchScenarioFolder } from './scenario-folder.ts';
import { startMock } from './start-mock.ts';

test('watches a folder that is removed and created again', async () => {
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

test('reports a file where it expects a folder', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'scenarios-')), 'a.sse');
  writeFileSync(file, '');
  expect(() => readScenarioFolder(file)).toThrow(`${file} is a file. Expected a folder with .sse files.`);
});

test('reads and watches several folders', async () => {
  const folders = ['one', 'two'].map((name) => join(mkdtempSync(join(tmpdir(), 'scenarios-')), name));
  const write = (folder: string, name: string) => writeFileSync(join(folder, name), ': status 503\n\n{"detail":"x"}\n');
  for (const [index, folder] of folders.entries()) {
    mkdirSync(folder);
    write(folder, `${index}.sse`);
  }
  const mock = await startMock({ scenarios: folders, builtinScenarios: false });
  try {
    expect(mock.scenarios.map(({ name }) => name)).toEqual(['0', '1']);
    write(folders[1]!, 'late.sse');
    await expect.poll(() => mock.scenarios.map(({ name }) => name)).toEqual(['0', '1', 'late']);
  } finally {
    await mock.close();
  }
  write(folders[0]!, 'late.sse');
  await expect(startMock({ scenarios: folders })).rejects.toThrow(
    `${join(folders[1]!, 'late.sse')}:1: The name late is already used by ${join(folders[0]!, 'late.sse')}.`,
  );
});
