import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledPackages } from '../../scripts/bundled-packages.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { findCycles } from '../support/find-cycles.ts';
import { findBreaches, loadedWith, rooms, type Sources } from '../support/import-rules.ts';

const sources: Sources = new Map(
  [...new Set(Object.keys(rooms).map((room) => room.split('/')[0]!)), 'bin'].flatMap((room) =>
    readdirSync(join(packageRoot, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes('node_modules'))
      .map((file) => [`${room}/${file}`, readFileSync(join(packageRoot, room, file), 'utf8')]),
  ),
);
const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));

describe('the sources', () => {
  it('are all read', () => {
    for (const room of Object.keys(rooms)) {
      expect(
        [...sources.keys()].filter((file) => file.startsWith(`${room}/`)),
        room,
      ).not.toEqual([]);
    }
    expect(sources.has('contract-tests/rules/index.ts')).toBe(true);
    expect(sources.has('bin/chat-contract.js')).toBe(true);
  });

  it('follow the import rules, load installed packages only, and end the process in the program only', () => {
    expect(
      findBreaches(sources, [...Object.keys({ ...dependencies, ...peerDependencies }), ...bundledPackages]),
    ).toEqual([]);
  });

  it('have no import cycle, not even of types', () => {
    expect(findCycles(sources)).toEqual([]);
  });

  it('let the client run in a browser: one package, and no module of Node', () => {
    expect([...loadedWith(sources, 'src/client/index.ts')].sort()).toEqual(['openapi-fetch']);
  });

  it('let the mock run in a browser with MSW: no module of Node', () => {
    const loaded = [...loadedWith(sources, 'mock/msw.ts')].sort();
    expect(loaded.filter((name) => name.startsWith('node:'))).toEqual([]);
    expect(loaded).toEqual(['@noble/hashes', 'ajv', 'ajv-formats', 'msw', 're2js']);
  });
});

describe('the layout', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .filter((file) => existsSync(join(packageRoot, file)));

  it('has at most 12 folders at the root', () => {
    expect(
      new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0])).size,
    ).toBeLessThanOrEqual(12);
  });

  it('has at most 20 files in a folder, except for rules and faults', () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1);
    const full = [...counts].filter(
      ([folder, count]) => count > 20 && !['contract-tests/rules', 'mock/faults'].includes(folder),
    );
    expect(full).toEqual([]);
  });
});

describe('a cycle', () => {
  it('is found, through types and through several files', () => {
    const made: Sources = new Map([
      ['a.ts', "import { b } from './b.ts';"],
      ['b.ts', "export * from './deep/c.ts';"],
      ['deep/c.ts', "import type { A } from '../a.ts'; import { d } from './d.ts';"],
      ['deep/d.ts', 'export const d = 1;'],
    ]);
    expect(findCycles(made)).toEqual([['a.ts', 'b.ts', 'deep/c.ts']]);
  });
});

describe('a violation', () => {
  const breaches = (file: string, text: string) =>
    findBreaches(new Map([[file, text]]), ['ajv', 'openapi-fetch', '@scope/installed']);

  it.each([
    ['src/shared/a.ts', "import { faults } from '../../mock/faults/index.ts';"],
    ['src/shared/deep/a.ts', "export * from '../../client/index.ts';"],
    ['src/shared/a.ts', "import type { ChatClient } from '../../generated/client.ts';"],
    ['src/generate/a.ts', "import document from '../../generated/openapi.json' with { type: 'json' };"],
    ['src/lint/a.ts', "import { bundleSpec } from '../generate/bundle-spec.ts';"],
    ['generated/a.ts', "import { createProtocolReader } from '../src/sse/stream-protocol.ts';"],
    ['generated/a.ts', "import { type One, two } from '../src/client/index.ts';"],
    ['generated/a.ts', "import type { Mock } from '../mock/index.ts';"],
    ['src/client/a.ts', "const { startMock } = await import('../../mock/index.ts');"],
    ['src/client/a.test.ts', "import { startMock } from '../../mock/index.ts';"],
    ['mock/a.ts', "export { rules } from '../contract-tests/rules/index.ts';"],
    ['contract-tests/rules/a.ts', "import type { Fault } from '../../mock/fault.ts';"],
    ['contract-tests/a.ts', "import { createChatClient } from '../src/client/index.ts';"],
    ['contract-tests/a.ts', "let client: import('../src/client/index.ts').ChatClient;"],
    ['contract-tests/a.ts', "const client = require('../src/client/index.ts');"],
    ['mock/a.ts', "import { commands } from '../src/cli/commands.ts';"],
    ['bench/a.ts', "import { commands } from '../src/cli/commands.ts';"],
    ['mock/a.ts', "import manifest from '../package.json' with { type: 'json' };"],
    ['src/cli/a.ts', "import { runCli } from '../../test/support/run-cli.ts';"],
  ])('of an import rule is found: %s: %s', (file, text) => {
    expect(breaches(file, text)).toEqual([expect.stringMatching(new RegExp(`^${file} imports \\.\\./.* may import `))]);
  });

  it.each([
    ['mock/a.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['mock/streams/a.ts', "const { join } = await import('node:path');", 'node:path'],
    ['mock/console/a.ts', 'const home = process.env.HOME;', 'process'],
    ['src/sse/a.ts', "const bytes = Buffer.from('a');", 'Buffer'],
  ])('in a folder that runs in a browser is found: %s: %s', (file, text, used) => {
    expect(breaches(file, text)).toEqual([expect.stringContaining(`uses ${used}: `)]);
    for (const other of ['mock/node/a.ts', 'mock/a.test.ts', 'test/support/a.ts']) {
      expect(breaches(other, text)).toEqual([]);
    }
  });

  it.each([
    ['src/client/a.ts', "import Ajv from 'ajv';", 'src/client/ may load openapi-fetch'],
    ['generated/a.ts', "import createClient from 'openapi-fetch';", 'generated/ may load no package'],
    ['mock/a.ts', "import { parse } from 'yaml';", 'which is neither installed'],
    ['src/shared/a.ts', "import { one } from '@scope/other/file.js';", 'imports @scope/other, which is neither'],
  ])('by a package is found: %s: %s', (file, text, message) => {
    expect(breaches(file, text)).toEqual([expect.stringContaining(message)]);
  });

  it.each(['process.exit(1);', 'process.exitCode = 2;', 'process.exitCode ??= 1;', 'const leave = process.exit;'])(
    'by ending the process is found: %s',
    (text) => {
      expect(breaches('src/cli/commands/lint.ts', text)).toEqual([
        expect.stringMatching(/^src\/cli\/commands\/lint\.ts ends the process: only /),
      ]);
      expect(breaches('bin/chat-contract.js', text)).toEqual([]);
    },
  );

  it.each([
    ['generated/a.ts', "import type { StreamProtocol } from '../src/sse/stream-protocol.ts';"],
    ['generated/a.ts', "import { type One, type Two } from '../src/client/index.ts';"],
    ['src/client/a.ts', "import createClient from 'openapi-fetch'; import { cut } from '../shared/excerpt.ts';"],
    ['src/client/a.test.ts', "import { test } from 'vitest'; import { createServer } from 'node:http';"],
    ['src/shared/a.ts', "import Ajv from 'ajv/dist/2020.js'; import { one } from '@scope/installed/file.js';"],
    [
      'src/shared/a.ts',
      "// import { faults } from '../../mock/index.ts';\nconst text = \"import '../../mock/index.ts'\";",
    ],
    ['src/generate/a.ts', "import ts from 'typescript';"],
    ['src/cli/a.ts', "const { bundle } = await import('@redocly/openapi-core');"],
    ['src/cli/a.ts', 'const before = process.exitCode;'],
    ['test/a.test.ts', "import { command } from '../src/cli/commands/mock.ts';"],
  ])('is not reported for a valid import: %s: %s', (file, text) => {
    expect(breaches(file, text)).toEqual([]);
  });

  it('of the client through another file is found', () => {
    const made: Sources = new Map([
      ['src/client/index.ts', "export { read } from '../shared/read.ts'; import type { Server } from 'node:http';"],
      ['src/shared/read.ts', "import { readFileSync } from 'node:fs';"],
    ]);
    expect([...loadedWith(made, 'src/client/index.ts')]).toEqual(['node:fs']);
  });
});
