import { execFileSync } from 'node:child_process';
import { packageRoot } from '../../src/shared/package-root.ts';

/** Builds `dist/` once before the tests: those of the command line run what users run. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.js', '--if-stale'], { cwd: packageRoot, stdio: 'inherit' });
}
