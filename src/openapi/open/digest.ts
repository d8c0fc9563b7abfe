import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A digest of one text; `missing` for a file that cannot be read. */
export function digestText(text: string | undefined): string {
  return text === undefined ? 'missing' : createHash('sha1').update(text).digest('base64');
}

/** A digest of the contents of files. */
export function digestFiles(paths: readonly string[]): string {
  return paths.map((path) => `${path} ${digestText(readText(path))}`).join('\n');
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
