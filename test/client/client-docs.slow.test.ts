import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type RunningMock, startMock } from '../../mock/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { bundleForNode } from '../support/bundle.ts';
import { runProgram } from '../support/run-process.ts';

const text = readFileSync(join(packageRoot, 'docs/client.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
const programs = blocks('ts');
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let mock: RunningMock;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chat-contract-docs-'));
  mock = await startMock({ speed: 'max' });
});
afterAll(async () => {
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the page about the client', () => {
  it('has programs that compile', () => {
    programs.forEach((program, index) => {
      writeFileSync(join(folder, `${index}.ts`), program);
    });
    const compilerOptions = {
      paths: { 'chat-contract/client': [join(packageRoot, 'src/client/index.ts')] },
      typeRoots: [join(packageRoot, 'node_modules/@types')],
    };
    const project = { extends: join(packageRoot, 'tsconfig.json'), compilerOptions, include: ['*.ts'], exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const output = execFileSync(
      process.execPath,
      [join(packageRoot, 'node_modules/typescript/bin/tsc'), '-p', folder],
      {
        encoding: 'utf8',
      },
    );
    expect(output).toBe('');
    expect(programs).toHaveLength(4);
  }, 60_000);

  it.each(programs.map((program, index) => [index + 1, program]))(
    'has programs that run: %i',
    async (index, program) => {
      const contents = String(program).replaceAll('http://127.0.0.1:4010', mock.url);
      const outfile = join(folder, `${index}.mjs`);
      writeFileSync(outfile, await bundleForNode(contents, packageRoot));
      const { code, stdout, stderr } = await runProgram(process.execPath, [outfile]);
      expect(stderr.replace(/^\[ 'body\.prompt: .*\]\n$/, '')).toBe('');
      expect(stdout + stderr).not.toBe('');
      expect(code).toBe(0);
    },
  );

  it('has no untested command', () => {
    // This command is tested below.
    expect(blocks('sh').join('')).toBe('npm run example\n');
  });

  it('starts the example', async () => {
    const child = spawn('npm', ['run', 'example', '--', '--host', '127.0.0.1', '--port', '0'], {
      cwd: packageRoot,
      detached: true,
    });
    onTestFinished(() => {
      if (child.pid) process.kill(-child.pid, 'SIGTERM');
    });
    const url = await new Promise<string>((resolve, reject) => {
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (piece: string) => {
        output += piece.replace(/\u001b\[\d+m/g, '');
        const address = /Local:\s+(\S+)/.exec(output)?.[1];
        if (address) resolve(address);
      });
      child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${output}`)));
    });
    expect(await (await fetch(url)).text()).toContain('<title>Chat</title>');
  });
});
