import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(import.meta.dirname, '..');

/**
 * Installs the tools of a folder with its own manifest, unless they are installed according to its lock file. `npm ci`
 * at the root does not install these tools.
 *
 * @param {'bench' | 'test'} folder
 */
export function installTools(folder) {
  const directory = join(root, folder);
  const stamp = join(directory, 'node_modules/.installed-lock');
  const digest = createHash('sha256')
    .update(readFileSync(join(directory, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  process.stderr.write(`Installing the tools of ${folder}/package.json …\n`);
  // Without the variables of the npm script that runs this one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|package_|lifecycle_)/i.test(name)),
  );
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: directory,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`Cannot install the tools of ${folder}/: run \`npm ci\` in that folder.`);
  writeFileSync(stamp, digest);
}

// `node scripts/install-tools.js bench`
const [, program, folder] = process.argv;
if (program === fileURLToPath(import.meta.url)) {
  if (folder !== 'bench' && folder !== 'test') throw new Error('Usage: node scripts/install-tools.js bench|test');
  installTools(folder);
}
