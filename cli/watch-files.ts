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
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, calm);
  };
  const close = () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  return {
    set(files) {
      close();
      const folders = new Set(files.map((file) => dirname(file)));
      watchers = [...folders].map((folder) => watch(folder, soon).on('error', () => {}));
    },
    close,
  };
}
