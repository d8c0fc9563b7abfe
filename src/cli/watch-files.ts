import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** An editor writes a file in several steps; so long, in milliseconds, nothing must happen before it is read. */
const calm = 60;

/** Watches files. The folders are watched and not the files, because editors put another file in the old one's place. */
export interface FileWatch {
  /** Watches these from now on, and no others. */
  set(files: readonly string[]): void;
  close(): void;
}

/** @param changed is called once for each burst of changes */
export function watchFiles(changed: () => void): FileWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, calm);
  };
  const forget = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const close = () => {
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) forget(folder);
  };
  return {
    set(files) {
      const folders = new Set(files.map((file) => dirname(file)));
      for (const folder of [...watchers.keys()]) if (!folders.has(folder)) forget(folder);
      // One that stays is not watched anew: what was saved while the files were read would be lost.
      for (const folder of folders) {
        if (!watchers.has(folder))
          watchers.set(
            folder,
            watch(folder, soon).on('error', () => forget(folder)),
          );
      }
    },
    close,
  };
}
