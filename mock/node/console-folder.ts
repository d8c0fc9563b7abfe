import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';

/** Reads a built file of the console; `undefined` if it does not exist. */
export function readConsoleFile(name: string): string | undefined {
  const folder = join(packageRoot, 'dist/console');
  // Read only listed files, so that no name can lead outside the folder.
  return listFiles(folder).includes(name) ? readFileSync(join(folder, name), 'utf8') : undefined;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
