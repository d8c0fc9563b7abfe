import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../shared/usage-error.ts';

const execute = promisify(execFile);

/** The files of a git revision, in a temporary folder. */
export interface CheckedOut {
  /** The requested file. */
  file: string;
  /** The path of a file in the folder, relative to the repository, with `/`. */
  pathOf(file: string): string;
  remove(): Promise<void>;
}

/** The full hash of the commit that `revision` names in the repository of `folder`; `undefined` if there is none. */
export async function resolveRevision(folder: string, revision: string): Promise<string | undefined> {
  if (revision === '' || revision.startsWith('-')) return undefined;
  return git(folder, ['rev-parse', '--quiet', '--verify', `${revision}^{commit}`]).catch(() => undefined);
}

/**
 * Writes the folder of a file, as in a commit, to a temporary folder. The work tree and the index of the repository
 * stay unchanged.
 *
 * @param file the absolute path of the file in the work tree; it need not exist
 * @param revision as the user named it, for messages
 * @throws {UsageError} if the commit does not have the file
 */
export async function checkOut(folder: string, commit: string, file: string, revision: string): Promise<CheckedOut> {
  const root = await git(folder, ['rev-parse', '--show-toplevel']);
  const path = relative(root, file).split(sep).join('/');
  await git(root, ['cat-file', '-e', `${commit}:${path}`]).catch(() => {
    throw new UsageError(
      `The revision ${revision} has no file ${path}: name the contract's file in that revision with --spec.`,
    );
  });
  const target = await mkdtemp(join(await realpath(tmpdir()), 'chat-contract-revision-'));
  const remove = () => rm(target, { recursive: true, force: true });
  try {
    // A separate index, so that the user's stays unchanged.
    const environment = { ...process.env, GIT_INDEX_FILE: join(target, '.index') };
    await git(root, ['read-tree', commit], environment);
    await git(root, ['checkout-index', '--all', `--prefix=${target}/files/`], environment);
  } catch (error) {
    await remove();
    throw error;
  }
  const files = join(target, 'files');
  return { file: join(files, path), pathOf: (one) => relative(files, one).split(sep).join('/'), remove };
}

async function git(folder: string, args: string[], env = process.env): Promise<string> {
  const { stdout } = await execute('git', args, { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 });
  return stdout.trim();
}
