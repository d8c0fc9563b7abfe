import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { type InstalledPackage, installPackage, npm } from '../support/install-package.ts';

let bare: InstalledPackage;
/** The same tarball next to the optional peers. */
let full: string;
beforeAll(() => {
  bare = installPackage();
  full = join(dirname(bare.folder), 'full');
  mkdirSync(full);
  writeFileSync(join(full, 'package.json'), '{ "private": true }\n');
  const peers = ['@redocly/cli', '@stoplight/spectral-cli', 'openapi-typescript', 'typescript@5'];
  npm(['install', '--no-audit', '--no-fund', '--ignore-scripts', bare.tarball, ...peers], full);
  for (const folder of [bare.folder, full]) writeDocuments(folder);
}, 400_000);
afterAll(() => rmSync(dirname(bare.folder), { recursive: true, force: true }));

/** A document, and a version without one of its responses. */
function writeDocuments(folder: string): void {
  copyFileSync(join(packageRoot, 'generated/openapi.json'), join(folder, 'api.json'));
  const document = JSON.parse(readFileSync(join(folder, 'api.json'), 'utf8'));
  delete document.paths['/api/v1/chat'].post;
  writeFileSync(join(folder, 'next.json'), JSON.stringify(document));
}

async function run(folder: string, args: string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' };
  const program = join(folder, 'node_modules/.bin/chat-contract');
  return promisify(execFile)(program, args, { cwd: folder, env, maxBuffer: 1e8 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

const commands = {
  lint: ['lint', 'api.json'],
  diff: ['diff', 'api.json', 'next.json'],
  generate: ['generate', '--spec', 'api.json', '--out', 'client'],
  docs: ['docs', '--spec', 'api.json', '--out', 'api.html'],
};

describe('the tools of the installed package', () => {
  it.each(Object.entries(commands))('name in one line what %s needs', async (name, args) => {
    const { code, output } = await run(bare.folder, args);
    expect(output).toMatch(
      new RegExp(`^chat-contract: ${name} needs [^\n]+ not installed: run \`npm install --save-dev [^\n]+\`\\.\n$`),
    );
    expect(code).toBe(2);
  });

  it('work with these packages', { timeout: 180_000 }, async () => {
    expect(await run(full, commands.lint)).toMatchObject({ code: 0, output: expect.stringMatching(/0 errors/) });
    expect(await run(full, commands.diff)).toMatchObject({ code: 1, output: expect.stringMatching(/breaking/) });
    expect(await run(full, commands.generate)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/wrote .*client\.ts/),
    });
    expect(await run(full, commands.docs)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Wrote .*api\.html/),
    });
    expect(existsSync(join(full, 'api.html'))).toBe(true);
  });

  it('use the contract of the package if no document is named', { timeout: 180_000 }, async () => {
    expect(await run(full, ['lint'])).toMatchObject({ code: 0 });
    expect(await run(full, ['docs'])).toMatchObject({ code: 0 });
    expect(await run(full, ['diff', 'api.json'])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/No change/),
    });
    const { code, output } = await run(full, ['generate', '--spec', 'api.json']);
    expect([code, output]).toEqual([
      2,
      expect.stringMatching(/^chat-contract: Generating requires --spec FILE and --out FOLDER/),
    ]);
  });
});
