import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../lib/package-root.ts';
import { bundledPackages } from '../scripts/bundled-packages.ts';
import { findBreaches, loadedWith, rooms, type Sources } from './import-rules.ts';

const sources: Sources = new Map(
  [...Object.keys(rooms), 'bin'].flatMap((room) =>
    readdirSync(join(packageRoot, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?[jt]s$/.test(file))
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

  it('keep the arrows, load installed packages only, and end the process in main only', () => {
    expect(
      findBreaches(sources, [...Object.keys({ ...dependencies, ...peerDependencies }), ...bundledPackages]),
    ).toEqual([]);
  });

  it('let the client run in a browser: one package, and no module of Node', () => {
    expect([...loadedWith(sources, 'client/index.ts')].sort()).toEqual(['openapi-fetch']);
  });
});

describe('a breach', () => {
  const breaches = (file: string, text: string) =>
    findBreaches(new Map([[file, text]]), ['ajv', 'openapi-fetch', '@scope/installed']);

  it.each([
    ['lib/a.ts', "import { faults } from '../mock/faults/index.ts';"],
    ['lib/deep/a.ts', "export * from '../../client/index.ts';"],
    ['lib/a.ts', "import type { ChatClient } from '../generated/client.ts';"],
    ['generator/a.ts', "import document from '../generated/openapi.json' with { type: 'json' };"],
    ['lint/a.ts', "import { bundleSpec } from '../generator/bundle-spec.ts';"],
    ['generated/a.ts', "import { createProtocolReader } from '../lib/stream-protocol.ts';"],
    ['generated/a.ts', "import { type One, two } from '../client/index.ts';"],
    ['generated/a.ts', "import type { Mock } from '../mock/index.ts';"],
    ['client/a.ts', "const { startMock } = await import('../mock/index.ts');"],
    ['client/a.test.ts', "import { startMock } from '../mock/index.ts';"],
    ['mock/a.ts', "export { rules } from '../contract-tests/rules/index.ts';"],
    ['contract-tests/rules/a.ts', "import type { Fault } from '../../mock/fault.ts';"],
    ['contract-tests/a.ts', "import { createChatClient } from '../client/index.ts';"],
    ['contract-tests/a.ts', "let client: import('../client/index.ts').ChatClient;"],
    ['contract-tests/a.ts', "const client = require('../client/index.ts');"],
    ['mock/a.ts', "import { commands } from '../cli/commands.ts';"],
    ['bench/a.ts', "import { commands } from '../cli/commands.ts';"],
    ['mock/a.ts', "import manifest from '../package.json' with { type: 'json' };"],
    ['cli/a.ts', "import { runCli } from '../test/run-cli.ts';"],
  ])('of an arrow is found: %s: %s', (file, text) => {
    expect(breaches(file, text)).toEqual([expect.stringMatching(new RegExp(`^${file} imports \\.\\./.* may import `))]);
  });

  it.each([
    ['client/a.ts', "import Ajv from 'ajv';", 'client/ may load openapi-fetch'],
    ['generated/a.ts', "import createClient from 'openapi-fetch';", 'generated/ may load no package'],
    ['mock/a.ts', "import { parse } from 'yaml';", 'which is neither installed'],
    ['lib/a.ts', "import { one } from '@scope/other/file.js';", 'imports @scope/other, which is neither'],
  ])('by a package is found: %s: %s', (file, text, message) => {
    expect(breaches(file, text)).toEqual([expect.stringContaining(message)]);
  });

  it.each(['process.exit(1);', 'process.exitCode = 2;', 'process.exitCode ??= 1;', 'const leave = process.exit;'])(
    'by leaving is found: %s',
    (text) => {
      expect(breaches('cli/lint.ts', text)).toEqual([expect.stringMatching(/^cli\/lint\.ts ends the process: only /)]);
      expect(breaches('cli/main.ts', text)).toEqual([]);
    },
  );

  it.each([
    ['generated/a.ts', "import type { StreamProtocol } from '../lib/stream-protocol.ts';"],
    ['generated/a.ts', "import { type One, type Two } from '../client/index.ts';"],
    ['client/a.ts', "import createClient from 'openapi-fetch'; import { cut } from '../lib/excerpt.ts';"],
    ['client/a.test.ts', "import { test } from 'vitest'; import { createServer } from 'node:http';"],
    ['lib/a.ts', "import Ajv from 'ajv/dist/2020.js'; import { one } from '@scope/installed/file.js';"],
    ['lib/a.ts', "// import { faults } from '../mock/index.ts';\nconst text = \"import '../mock/index.ts'\";"],
    ['generator/a.ts', "import ts from 'typescript';"],
    ['cli/a.ts', "const { bundle } = await import('@redocly/openapi-core');"],
    ['cli/a.ts', 'const before = process.exitCode;'],
    ['test/a.test.ts', "import { command } from '../cli/mock.ts';"],
  ])('is not seen where there is none: %s: %s', (file, text) => {
    expect(breaches(file, text)).toEqual([]);
  });

  it('of the client through another file is found', () => {
    const made: Sources = new Map([
      ['client/index.ts', "export { read } from '../lib/read.ts'; import type { Server } from 'node:http';"],
      ['lib/read.ts', "import { readFileSync } from 'node:fs';"],
    ]);
    expect([...loadedWith(made, 'client/index.ts')]).toEqual(['node:fs']);
  });
});
