import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { digestInputs } from './build-inputs.js';

// `npm run build` makes `dist/` anew; with `--if-stale` only where something that it is made of has changed since.

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
/** Goes with `node_modules/`, so that what is bundled of it is always what is installed. */
const stamp = join(root, 'node_modules/.cache/build-inputs');
const digest = digestInputs(root);

if (!(process.argv.includes('--if-stale') && isFresh())) build();

function isFresh() {
  return existsSync(stamp) && existsSync(join(dist, 'cli/main.js')) && readFileSync(stamp, 'utf8') === digest;
}

function build() {
  rmSync(stamp, { force: true });
  rmSync(dist, { recursive: true, force: true });
  const program = join(root, 'node_modules/tsdown/dist/run.mjs');
  const { status } = spawnSync(process.execPath, [program, '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}
