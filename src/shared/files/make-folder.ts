import { mkdirSync, mkdtempSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';

/**
 * Creates the folder that an option names, with its parents, and checks that files can be created in it.
 *
 * @throws {UsageError} if they cannot
 */
export function makeFolder(folder: string, option: string): void {
  try {
    make(resolve(folder));
    rmdirSync(mkdtempSync(join(folder, '.writable-')));
  } catch (error) {
    throw cannotWrite(folder, option, error);
  }
}

/**
 * Writes the file that an option names; creates its folder if needed.
 *
 * @param flag `a` to append
 * @throws {UsageError} if it cannot be written
 */
export function writeOutput(file: string, option: string, text: string, flag?: 'a'): void {
  try {
    make(dirname(resolve(file)));
    writeFileSync(file, text, flag && { flag });
  } catch (error) {
    throw cannotWrite(file, option, error);
  }
}

/** The error for a file or folder that cannot be written. */
export function cannotWrite(path: string, option: string, error: unknown): UsageError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  return new UsageError(`Cannot write ${option} ${path}: ${reason === undefined ? message : `${reason} (${code}).`}`);
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EEXIST: 'a file is where a folder should be',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'nothing can be created there',
  ENOSPC: 'no space is left',
  ENOTDIR: 'part of the path is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/**
 * One parent after the other: with `recursive`, mkdir never returns below a folder such as /proc, which accepts none.
 */
function make(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have created it.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
