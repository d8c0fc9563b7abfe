import { execFileSync } from 'node:child_process';
import { packageRoot } from '../../src/shared/package-root.ts';

/** Builds `dist/` once before the tests: tests of the command line run the built files. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.js', '--if-stale'], { cwd: packageRoot, stdio: 'inherit' });
}
