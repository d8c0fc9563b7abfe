import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Builds beside what is there and then takes its place: whoever uses `dist/` meanwhile finds it whole. */
function build() {
  const built = join(root, `.dist-${process.pid}`);
  const old = `${built}-old`;
  const program = join(root, 'node_modules/tsdown/dist/run.mjs');
  const args = [program, '--out-dir', built, '--logLevel', 'error'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    rmSync(built, { recursive: true, force: true });
    process.exitCode = 1;
    return;
  }
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(built, dist);
  rmSync(old, { recursive: true, force: true });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}
