import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { digestFiles } from '../openapi/open/digest.ts';
import { watchFiles } from './watch-files.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'watch-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function watchForTest(files: string[], digest = digestFiles(files)) {
  const changed = vi.fn();
  const watching = watchFiles(changed);
  onTestFinished(() => watching.close());
  watching.set(files, digest);
  const times = () => changed.mock.calls.length;
  /** From now on, changes are noticed: the first read of the files is over. */
  const settle = () => setTimeout(300);
  return { watching, times, settle };
}

const once = (times: () => number, count = 1) => expect.poll(times, { timeout: 10_000 }).toBe(count);

test('notices a file that is saved between reading and watching', async () => {
  const file = join(makeFolder(), 'a.yaml');
  writeFileSync(file, '1');
  const digest = digestFiles([file]);
  writeFileSync(file, '2');
  const { times } = watchForTest([file], digest);
  await once(times);
});

test('ignores another file in the folder, and still notices changes', async () => {
  const folder = makeFolder();
  const file = join(folder, 'a.yaml');
  writeFileSync(file, '1');
  const { times, settle } = watchForTest([file]);
  await settle();
  const log = setInterval(() => appendFileSync(join(folder, 'mock.log'), 'x\n'), 5);
  onTestFinished(() => clearInterval(log));
  await setTimeout(500);
  expect(times()).toBe(0);
  writeFileSync(file, '2');
  await once(times);
});

test('ignores a file that is written without a change', async () => {
  const file = join(makeFolder(), 'a.yaml');
  writeFileSync(file, '1');
  const { times, settle } = watchForTest([file]);
  await settle();
  writeFileSync(file, '1');
  await setTimeout(500);
  expect(times()).toBe(0);
});

describe('a change is noticed', () => {
  /** A folder with the document `api.yaml`, and functions that change it. */
  const cases: [title: string, build: (folder: string) => () => void][] = [
    [
      'where an editor puts another file in its place',
      (folder) => {
        writeFileSync(join(folder, 'api.yaml'), '1');
        return () => {
          writeFileSync(join(folder, 'api.yaml~'), '2');
          renameSync(join(folder, 'api.yaml~'), join(folder, 'api.yaml'));
        };
      },
    ],
    [
      'behind a link to the file',
      (folder) => {
        mkdirSync(join(folder, 'real'));
        writeFileSync(join(folder, 'real/api.yaml'), '1');
        symlinkSync('real/api.yaml', join(folder, 'api.yaml'));
        return () => writeFileSync(join(folder, 'real/api.yaml'), '2');
      },
    ],
    [
      'where a link leads to another file',
      (folder) => {
        for (const value of ['1', '2']) writeFileSync(join(folder, value), value);
        symlinkSync('1', join(folder, 'api.yaml'));
        return () => {
          symlinkSync('2', join(folder, 'next'));
          renameSync(join(folder, 'next'), join(folder, 'api.yaml'));
        };
      },
    ],
    [
      'where Kubernetes swaps the folder of a ConfigMap',
      (folder) => {
        for (const value of ['1', '2']) {
          mkdirSync(join(folder, `..${value}`));
          writeFileSync(join(folder, `..${value}/api.yaml`), value);
        }
        symlinkSync('..1', join(folder, '..data'));
        symlinkSync('..data/api.yaml', join(folder, 'api.yaml'));
        return () => {
          symlinkSync('..2', join(folder, '..data_tmp'));
          renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
          rmSync(join(folder, '..1'), { recursive: true });
        };
      },
    ],
    [
      'where its folder is removed and made again',
      (folder) => {
        mkdirSync(join(folder, 'sub'));
        writeFileSync(join(folder, 'sub/api.yaml'), '1');
        symlinkSync('sub/api.yaml', join(folder, 'api.yaml'));
        return () => {
          rmSync(join(folder, 'sub'), { recursive: true });
          mkdirSync(join(folder, 'sub'));
          writeFileSync(join(folder, 'sub/api.yaml'), '2');
        };
      },
    ],
  ];

  test.each(cases)('%s', async (_, build) => {
    const folder = makeFolder();
    const change = build(folder);
    const { times, settle } = watchForTest([join(folder, 'api.yaml')]);
    await settle();
    change();
    await expect.poll(times, { timeout: 10_000 }).toBeGreaterThan(0);
    const before = times();
    writeFileSync(join(folder, 'api.yaml'), '3');
    await expect.poll(times, { timeout: 10_000 }).toBeGreaterThan(before);
  });
});
