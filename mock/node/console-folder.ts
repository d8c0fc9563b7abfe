import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';

/** A file of the console, from where the build put it; `undefined` if there is none of this name. */
export function readConsoleFile(name: string): string | undefined {
  const folder = join(packageRoot, 'dist/console');
  // Only what the folder lists is read: no name leads out of it.
  return listFiles(folder).includes(name) ? readFileSync(join(folder, name), 'utf8') : undefined;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
