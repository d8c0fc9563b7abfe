import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { digestInputs } from './build-inputs.js';
import { describeBundled } from './describe-bundled.js';

// `npm run build` builds `dist/`. With `--if-stale` it does so only if an input has changed since, and without the type
// declarations, which take four fifths of the time and nothing runs on; `--types` adds them.

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
/** In `node_modules/`, so that a new installation also requires a new build. */
const stamp = join(root, 'node_modules/.cache/build-inputs');
const digest = digestInputs(root);

const onlyIfStale = process.argv.includes('--if-stale');
const withTypes = !onlyIfStale || process.argv.includes('--types');
if (!(onlyIfStale && isFresh())) build();

function isFresh() {
  if (!existsSync(stamp) || !existsSync(join(dist, 'cli/main.js'))) return false;
  if (withTypes && !existsSync(join(dist, 'client/index.d.ts'))) return false;
  return readFileSync(stamp, 'utf8') === digest;
}

/** Builds in a separate folder and then replaces the old one, so that concurrent users find a complete `dist/`. */
function build() {
  const built = join(root, `.dist-${process.pid}`);
  const old = `${built}-old`;
  const program = join(root, 'node_modules/tsdown/dist/run.mjs');
  const args = [program, '--out-dir', built, '--logLevel', 'error'];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BUILD_TYPES: withTypes ? 'yes' : 'no' },
  });
  if (status !== 0) {
    rmSync(built, { recursive: true, force: true });
    process.exitCode = 1;
    return;
  }
  describeBundled(root, built);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(built, dist);
  rmSync(old, { recursive: true, force: true });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}
