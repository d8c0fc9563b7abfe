import type { GeneratedFile } from './generated-file.ts';

/** One way in which a folder of generated files is not what `generate` would write. */
export interface Difference {
  path: string;
  kind: 'missing' | 'stale' | 'extra';
}

/**
 * What differs between the files that `generate` makes and those that are there.
 *
 * @param existing the text of each file that is there, by its path inside the folder
 */
export function compareFiles(files: readonly GeneratedFile[], existing: ReadonlyMap<string, string>): Difference[] {
  const differences: Difference[] = [];
  for (const { path, text } of files) {
    const found = existing.get(path);
    if (found === undefined) differences.push({ path, kind: 'missing' });
    else if (normalize(found) !== normalize(text)) differences.push({ path, kind: 'stale' });
  }
  const wanted = new Set(files.map(({ path }) => path));
  for (const path of [...existing.keys()].sort()) {
    if (!wanted.has(path)) differences.push({ path, kind: 'extra' });
  }
  return differences;
}

/** Git on Windows may have written CRLF for LF; that does not make a file stale. */
function normalize(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
