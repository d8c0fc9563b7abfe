import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { type Finished, runCli } from '../support/run-cli.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'generate-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

function generate({ out, spec, check }: { out?: string; spec?: string; check?: boolean }): Promise<Finished> {
  return runCli([
    'generate',
    ...(out === undefined ? [] : ['--out', out]),
    ...(spec === undefined ? [] : ['--spec', spec]),
    ...(check ? ['--check'] : []),
  ]);
}

const names = ['client.ts', 'openapi-3.2.json', 'openapi.json', 'stream-protocols.ts', 'types.ts'];

describe('generate', () => {
  it('writes missing files, then nothing', async () => {
    const out = await folder();
    const first = await generate({ out });
    expect(first.code).toBe(0);
    expect((await readdir(out)).sort()).toEqual(names);
    // As the folder was given.
    for (const name of names) expect(first.stdout).toContain(` ${join(out, name)}\n`);
    expect(await generate({ out })).toEqual({
      code: 0,
      stdout: '5 generated files are up to date.\n',
      stderr: '',
    });
    expect((await generate({ out, check: true })).code).toBe(0);
  });

  it('follows the contract', async () => {
    const spec = await folder();
    const out = await folder();
    await cp(join(packageRoot, 'spec'), spec, { recursive: true });
    await generate({ out });
    const file = join(spec, 'schemas/StreamMessagesRequest.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('prompt', 'question'));
    const options = { out, spec: join(spec, 'openapi.yaml') };
    const check = await generate({ ...options, check: true });
    expect(check.code).toBe(1);
    expect(check.stderr).toContain('types.ts is stale: run `chat-contract generate` again.');
    await generate(options);
    expect(await readFile(join(out, 'types.ts'), 'utf8')).toContain('question: string;');
    expect((await generate({ ...options, check: true })).code).toBe(0);
  });
});

describe('generate --check', () => {
  it('names each stale file, and changes none', async () => {
    const out = await folder();
    await generate({ out });
    await writeFile(join(out, 'types.ts'), '');
    await rm(join(out, 'client.ts'));
    await writeFile(join(out, 'notes.txt'), 'mine');
    const { code, stdout, stderr } = await generate({ out, check: true });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/types\.ts is stale: run `chat-contract generate` again\.$/),
      expect.stringMatching(/client\.ts is missing: run `chat-contract generate` again\.$/),
      expect.stringMatching(/notes\.txt is not a generated file\. Move or delete it\.$/),
    ]);
    expect(await readFile(join(out, 'types.ts'), 'utf8')).toBe('');
  });
});

describe('a file that is no longer generated', () => {
  it('is removed only if this command generated it', async () => {
    const out = await folder();
    await generate({ out });
    await cp(join(out, 'client.ts'), join(out, 'old-client.ts'));
    await writeFile(join(out, 'notes.txt'), 'mine');
    const { stdout, stderr } = await generate({ out });
    expect(stdout).toMatch(/removed .*old-client\.ts\n$/);
    expect(stderr).toContain('notes.txt is not a generated file');
    expect((await readdir(out)).sort()).toEqual([...names, 'notes.txt'].sort());
  });
});

describe('a contract that cannot be read', () => {
  it('is an error of one line', async () => {
    expect(await generate({ spec: 'nowhere/openapi.yaml' })).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^chat-contract: Cannot read .*nowhere\/openapi\.yaml: file not found\.\n$/),
    });
  });
});

describe('a folder that cannot be used', () => {
  it('is an error of one line', async () => {
    const out = join(await folder(), 'file');
    await writeFile(out, '');
    expect(await generate({ out })).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^chat-contract: The folder .*file cannot be used \(ENOTDIR.*\): name another one with --out\.\n$/,
      ),
    });
  });
});
