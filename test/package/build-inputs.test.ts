import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { digestInputs } from '../../scripts/build-inputs.js';
import { packageRoot } from '../../src/shared/package-root.ts';

/** A small project with the same structure. */
function createProject() {
  const root = mkdtempSync(join(tmpdir(), 'build-inputs-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsdown.config.ts', '.gitignore'])
    cpSync(join(packageRoot, file), join(root, file));
  const write = (file: string, text: string) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('src/cli/main.ts', 'one');
  write('mock/fixtures/a.sse', 'data: 1\n\n');
  return { root, write, remove: (file: string) => rmSync(join(root, file)) };
}

test('computes the same digest for the same files, whenever they were written', () => {
  const { root } = createProject();
  const before = digestInputs(root);
  utimesSync(join(root, 'src/cli/main.ts'), 1, 1);
  expect(digestInputs(root)).toBe(before);
});

test.each<[what: string, change: (project: ReturnType<typeof createProject>) => void]>([
  ['a change', ({ write }) => write('src/cli/main.ts', 'two')],
  ['a new file', ({ write }) => write('src/cli/other.ts', '')],
  ['a file that is gone', ({ remove }) => remove('mock/fixtures/a.sse')],
  [
    'a new name',
    ({ write, remove }) => {
      remove('src/cli/main.ts');
      write('src/cli/start.ts', 'one');
    },
  ],
  ['a new folder', ({ write }) => write('other/deep/down.ts', '')],
  ['another version of a package', ({ write }) => write('package-lock.json', '{}')],
  ['other settings of the build', ({ write }) => write('tsdown.config.ts', '')],
])('requires a build after a change of %s', (_, change) => {
  const project = createProject();
  const before = digestInputs(project.root);
  change(project);
  expect(digestInputs(project.root)).not.toBe(before);
});

test('requires no build after a change of tests, documents or generated output', () => {
  const { root, write } = createProject();
  const before = digestInputs(root);
  for (const file of [
    'src/cli/main.test.ts',
    'docs/mock.md',
    'dist/cli/main.js',
    'node_modules/a/index.js',
    '.git/HEAD',
  ])
    write(file, 'x');
  for (const file of ['generated-completions/types.ts', 'contract-report/report.json', 'recorded.sse'])
    write(file, 'x');
  expect(digestInputs(root)).toBe(before);
});
