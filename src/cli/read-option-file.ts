import { readFileSync } from 'node:fs';
import { UsageError } from '../shared/usage-error.ts';

/** The text of a file that an option names. @throws {UsageError} if it cannot be read */
export function readOptionFile(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${option} ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}
