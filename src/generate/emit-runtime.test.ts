import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../shared/package-root.ts';
import { runtimeSources } from './emit/emit-runtime.ts';

test('includes every source of the runtime in the package', () => {
  const { files } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { files: string[] };
  const missing = runtimeSources.filter(
    (path) => !files.some((entry) => path === entry || path.startsWith(`${entry}/`)),
  );
  expect(missing).toEqual([]);
});
