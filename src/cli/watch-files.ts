import { type FSWatcher, lstatSync, readlinkSync, statSync, watch } from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { digestFiles } from '../openapi/open/digest.ts';

/** An editor writes a file in several steps: it is read when nothing has happened for so long, in milliseconds. */
const calm = 60;

/** How often files are looked at if the system has no more watches to give, in milliseconds. */
const pollInterval = 1000;

/** Watches the contents of files. */
export interface FileWatch {
  /**
   * Watches these files from now on, and no others.
   *
   * @param digest of their contents as they were read; a change since then counts
   */
  set(files: readonly string[], digest: string): void;
  close(): void;
}

/**
 * Watches files through the folders that they are in, because editors put another file in the old one's place, and
 * through those of every link on the way. Another file in these folders, such as a log, changes nothing.
 *
 * @param changed is called when the contents of the files have changed
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
      // What was saved while the files were read has had its event already.
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

/** A folder that was removed and made again may have the inode of the old one, whose watch is dead. */
function identityOf(folder: string): string {
  const { ino, birthtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return `${folder} ${ino} ${birthtimeMs}`;
}

/** The folders in which a change can give a path another file: those of each link on the way, and that of the file. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  let { root: current } = parse(path);
  const steps = path.slice(current.length).split(sep);
  // As many links as Linux follows.
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
