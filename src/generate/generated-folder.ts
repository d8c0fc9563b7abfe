import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../shared/files/make-folder.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { GeneratedFile } from './generated-file.ts';

/**
 * The text of every file in `folder`, by name, without subfolders. An absent folder is empty.
 *
 * @throws {UsageError} if it cannot be read
 */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  if (!existsSync(folder)) return new Map();
  return orUsageError(folder, async () => {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return new Map(names.map((name, index) => [name, texts[index] ?? '']));
  });
}

/**
 * Writes `files` to `folder`, which is created if needed, and removes others from it.
 *
 * @throws {UsageError} if it cannot be written
 */
export async function writeFolder(
  folder: string,
  files: readonly GeneratedFile[],
  removed: readonly string[],
): Promise<void> {
  makeFolder(folder, '--out');
  await orUsageError(folder, async () => {
    for (const { path, text } of files) await writeFile(join(folder, path), text);
    for (const path of removed) await rm(join(folder, path));
  });
}

async function orUsageError<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  return work().catch((error: Error) => {
    throw new UsageError(`The folder ${folder} cannot be used (${error.message}): name another one with --out.`);
  });
}
