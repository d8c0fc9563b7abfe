import { type FSWatcher, lstatSync, readlinkSync, statSync, watch } from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { digestFiles } from '../openapi/open/digest.ts';

/** Editors write a file in several steps: it is read after this much quiet time, in milliseconds. */
const calm = 60;

/** Polling interval if the system has no watches left, in milliseconds. */
const pollInterval = 1000;

/** Watches the contents of files. */
export interface FileWatch {
  /**
   * Replaces the set of watched files.
   *
   * @param digest of their contents when they were read; later changes count
   */
  set(files: readonly string[], digest: string): void;
  close(): void;
}

/**
 * Watches files through their folders, because editors replace a file instead of writing to it, and through the folders
 * of every symbolic link on the way. Other files in these folders, such as logs, are ignored.
 *
 * @param changed called when the contents have changed
 */
export function watchFiles(changed: () => void): FileWatch {
  const watchers = new Map<string, FSWatcher>();
  let files: readonly string[] = [];
  let known = '';
  let seen = '';
  let timer: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;

  const soon = () => {
    timer ??= setTimeout(check, calm);
  };
  const check = () => {
    timer = undefined;
    const state = stateOf(files);
    if (state !== seen) {
      seen = state;
      watchFolders();
      soon();
      return;
    }
    const digest = digestFiles(files);
    if (digest === known) return;
    known = digest;
    changed();
  };
  const watchFolders = () => {
    const wanted = new Map([...new Set(files.flatMap(foldersOf))].map((folder) => [identityOf(folder), folder]));
    for (const [key, watcher] of watchers) {
      if (wanted.has(key)) continue;
      watcher.close();
      watchers.delete(key);
    }
    for (const [key, folder] of wanted) if (!watchers.has(key)) watchFolder(key, folder);
  };
  const watchFolder = (key: string, folder: string) => {
    try {
      watchers.set(
        key,
        watch(folder, soon).on('error', () => watchers.delete(key)),
      );
    } catch {
      polling ??= setInterval(soon, pollInterval);
    }
  };
  return {
    set(list, digest) {
      files = list;
      known = digest;
      seen = '';
      // Saves during the read have already triggered their event.
      soon();
      watchFolders();
    },
    close() {
      clearTimeout(timer);
      clearInterval(polling);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** Changes whenever a file is written or replaced, and costs less than reading it. */
function stateOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const { ino, size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
      return `${ino} ${size} ${mtimeMs}`;
    })
    .join();
}

/** A folder that was removed and created again may have the inode of the old one, whose watch is dead. */
function identityOf(folder: string): string {
  const { ino, birthtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return `${folder} ${ino} ${birthtimeMs}`;
}

/**
 * The folders in which a change can make a path lead to another file: that of the file, and those of all links on the
 * way.
 */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  let { root: current } = parse(path);
  const steps = path.slice(current.length).split(sep);
  // The maximum number of links that Linux follows.
  for (let links = 0; steps.length > 0 && links < 40; ) {
    const next = join(current, steps.shift()!);
    const entry = lstatSync(next, { throwIfNoEntry: false });
    if (!entry) return [...folders, current];
    if (entry.isSymbolicLink()) {
      folders.push(current);
      links += 1;
      const target = resolve(current, readlinkSync(next));
      current = parse(target).root;
      steps.unshift(...target.slice(current.length).split(sep));
    } else if (steps.length === 0) folders.push(dirname(next));
    else current = next;
  }
  return folders;
}
