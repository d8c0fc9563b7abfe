import type { GeneratedFile } from './generated-file.ts';

/** One difference between a folder of generated files and the output of `generate`. */
export interface Difference {
  path: string;
  kind: 'missing' | 'stale' | 'extra';
}

/**
 * The differences between generated files and existing ones.
 *
 * @param existing the text of each existing file, by its path in the folder
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

/** Git on Windows may have converted LF to CRLF, which does not make a file stale. */
function normalize(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
