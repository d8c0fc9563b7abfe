import { isAbsolute, relative } from 'node:path';

/**
 * `file` relative to `directory`; absolute if it is outside, because a path through many parent folders is hard to
 * read.
 */
export function displayPath(directory: string, file: string): string {
  const path = relative(directory, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
