import { existsSync, type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { ScenarioFile } from '../scenarios/read-scenarios.ts';

const deepest = 5;
const mostFiles = 2000;
const longestFile = 20_000_000;
/** Quiet time in milliseconds before a changed file is read, because editors write files in several steps. */
const calm = 60;

/**
 * Reads the `.sse` files of a folder and its subfolders.
 *
 * @throws {UsageError} if a file or folder cannot be read
 *
 * @example
 * import { createMock, readScenarioFolder } from 'chat-contract/mock';
 *
 * const mock = createMock({ scenarios: readScenarioFolder('my-scenarios') });
 */
export function readScenarioFolder(folder: string): ScenarioFile[] {
  if (!isFolder(folder)) {
    const what = existsSync(folder) ? `${folder} is a file` : `Folder ${folder} not found`;
    throw new UsageError(`${what}. Expected a folder with .sse files.`);
  }
  const files: ScenarioFile[] = [];
  for (const path of listFiles(folder, '', 0)) {
    if (files.length === mostFiles) throw new UsageError(`${folder} has more than ${mostFiles} scenario files.`);
    const place = join(folder, path);
    if (statSync(place).size > longestFile) throw new UsageError(`${place} is larger than 20 MB.`);
    files.push({ path, place, text: readFileSync(place, 'utf8') });
  }
  return files;
}

function listFiles(folder: string, below: string, depth: number): string[] {
  if (depth > deepest) return [];
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    if (name.startsWith('.') || name === 'node_modules') return [];
    if (isFolder(join(folder, path))) return listFiles(folder, path, depth + 1);
    return /\.sse$/i.test(name) ? [path] : [];
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Watches a folder and its subfolders, even if they are removed and created again.
 *
 * @param changed called once for each burst of changes
 */
export function watchScenarioFolder(folder: string, changed: () => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let missing = false;
  const forget = (path: string) => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };
  const follow = () => {
    const found = listFolders(folder, 0);
    const folders = new Set(found.length > 0 ? found : [dirname(resolve(folder))].filter(isFolder));
    for (const path of [...watchers.keys()]) if (!folders.has(path)) forget(path);
    for (const path of folders) {
      if (watchers.has(path)) continue;
      watchers.set(
        path,
        watch(path, { persistent: false }, soon).on('error', () => forget(path)),
      );
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const wasMissing = missing;
      missing = !isFolder(folder);
      follow();
      if (!missing || !wasMissing) changed();
    }, calm);
    timer.unref();
  };
  follow();
  return {
    close() {
      clearTimeout(timer);
      for (const path of [...watchers.keys()]) forget(path);
    },
  };
}

function listFolders(folder: string, depth: number): string[] {
  if (depth > deepest || !isFolder(folder)) return [];
  const below = readdirSync(folder).filter((name) => !name.startsWith('.') && name !== 'node_modules');
  return [folder, ...below.flatMap((name) => listFolders(join(folder, name), depth + 1))];
}
