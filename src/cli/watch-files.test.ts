import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchFiles } from './watch-files.ts';

test('a file that is saved just before the files are named again is told all the same', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'watch-files-')), 'a.yaml');
  writeFileSync(file, '1');
  const changed = vi.fn();
  const watching = watchFiles(changed);
  onTestFinished(() => watching.close());
  watching.set([file]);
  writeFileSync(file, '2');
  await setImmediate();
  watching.set([file]);
  await expect.poll(() => changed.mock.calls.length, { timeout: 10_000 }).toBe(1);
});
