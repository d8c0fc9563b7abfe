import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folders that the build does not read, in addition to those that git ignores: output of commands does not require a
 * build. All other folders count, so that a new one is not forgotten.
 */
const others = ['docs', 'spec', 'test', 'bench', 'examples'];

/** Files at the root that a build reads. */
const rootFiles = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsdown.config.ts'];

/**
 * A digest of all inputs of a build: names and contents. Modification times are ignored, because a checkout changes
 * them and a copy keeps them.
 *
 * @param {string} root the project's folder
 * @returns {string} hexadecimal
 */
export function digestInputs(root) {
  const hash = createHash('sha256');
  for (const file of [...rootFiles, ...sourceFiles(root)]) {
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @returns {string[]} the files in the folders at the root, in order
 */
function sourceFiles(root) {
  const left = new Set([...others, ...ignoredFolders(root)]);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !left.has(entry.name))
    .flatMap(({ name }) => readdirSync(join(root, name), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && !/\.test(-d)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/**
 * @param {string} root
 * @returns {string[]} the folders at the root that `.gitignore` names
 */
function ignoredFolders(root) {
  const file = join(root, '.gitignore');
  if (!existsSync(file)) return ['node_modules', 'dist'];
  return [...readFileSync(file, 'utf8').matchAll(/^([\w-]+)\/$/gm)].map(([, name]) => name);
}
