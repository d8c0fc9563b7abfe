import { isAbsolute, relative } from 'node:path';

/** `file` as seen from `directory`; absolute where it is outside, since a way up through many folders helps nobody. */
export function displayPath(directory: string, file: string): string {
  const path = relative(directory, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}
