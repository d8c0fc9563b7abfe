import { posix } from 'node:path';
import { type Import, readSource } from './read-imports.ts';

/** What the files of one room may import of others. */
interface Room {
  /** Rooms that are loaded with it. */
  uses: readonly string[];
  /** Rooms of which it may name types only. */
  types?: readonly string[];
  /** Packages that run with its files (not its tests), where they are restricted. */
  packages?: readonly string[];
}

const everyRoom = [
  'generator',
  'generated',
  'client',
  'console',
  'mock',
  'contract-tests',
  'lib',
  'lint',
  'diff',
  'record',
  'documentation',
  'cli',
  'test',
  'bench',
  'scripts',
];
const everyoneButCommandLine = everyRoom.filter((room) => room !== 'cli');

/** The arrows of the project. Nothing but the tests of the whole imports `cli/`. */
export const rooms: Readonly<Record<string, Room>> = {
  scripts: { uses: ['lib'] },
  lib: { uses: [] },
  generator: { uses: ['lib'] },
  lint: { uses: ['lib'] },
  diff: { uses: ['generated', 'lib', 'lint'] },
  record: { uses: ['generated', 'lib'] },
  documentation: { uses: ['lib'] },
  generated: { uses: [], types: ['lib', 'client'], packages: [] },
  client: { uses: ['generated', 'lib'], packages: ['openapi-fetch'] },
  // It runs in a browser, on the client as any page would; what the mock is it knows over HTTP only.
  console: { uses: ['client', 'generated', 'lib'], packages: [] },
  mock: { uses: ['generated', 'lib'] },
  'contract-tests': { uses: ['generated', 'lib'] },
  cli: { uses: everyoneButCommandLine.filter((room) => !['console', 'test', 'bench', 'scripts'].includes(room)) },
  test: { uses: everyRoom },
  bench: { uses: everyoneButCommandLine },
};

/** The files that may end the process or choose its exit code. What is in `bench/` are programs of their own. */
const mayExit = [
  'bin/chat-contract.js',
  'cli/main.ts',
  'contract-tests/report-with-vitest.ts',
  'scripts/build.js',
  'scripts/test-matrix.js',
];

/** The source files by their path, `lib/clock.ts`, with their text. */
export type Sources = ReadonlyMap<string, string>;

/** Every breach of the import rules, one line each: the file, what it does, what the rule is. */
export function findBreaches(sources: Sources, dependencies: readonly string[]): string[] {
  return [...sources].flatMap(([file, text]) => {
    const { imports, exits } = readSource(text);
    const breaches = imports.flatMap((one) => breachOf(file, one, dependencies) ?? []);
    if (exits && !mayExit.includes(file) && roomOf(file) !== 'bench')
      breaches.push(`${file} ends the process: only ${mayExit.join(', ')} may.`);
    return breaches;
  });
}

/** The `node:` modules and the packages that are loaded with a file, through all that it imports. */
export function loadedWith(sources: Sources, file: string): Set<string> {
  const seen = new Set<string>();
  const outside = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { specifier, kind } of readSource(sources.get(path) ?? '').imports) {
      if (kind === 'type') continue;
      if (specifier.startsWith('.')) visit(resolve(path, specifier));
      else outside.add(packageOf(specifier));
    }
  };
  visit(file);
  return outside;
}

function breachOf(file: string, { specifier, kind }: Import, dependencies: readonly string[]): string | undefined {
  const from = roomOf(file);
  const room = rooms[from];
  if (!room) return undefined;
  if (specifier.startsWith('.')) return arrowBreach(file, from, room, specifier, kind);
  if (specifier.startsWith('node:') || kind === 'type' || isForTests(file)) return undefined;
  const name = packageOf(specifier);
  if (room.packages && !room.packages.includes(name)) {
    return `${file} imports ${name}: ${from}/ may load ${room.packages.join(', ') || 'no package'}.`;
  }
  const needsInstalled =
    !['generator', 'lint', 'diff', 'documentation', 'bench', 'scripts'].includes(from) && kind === 'value';
  if (!needsInstalled || dependencies.includes(name)) return undefined;
  return `${file} imports ${name}, which is neither installed with the package nor built into it (scripts/bundled-packages.ts).`;
}

function arrowBreach(
  file: string,
  from: string,
  { uses, types = [] }: Room,
  specifier: string,
  kind: Import['kind'],
): string | undefined {
  const target = resolve(file, specifier);
  const to = roomOf(target);
  if (to === from || uses.includes(to) || (kind === 'type' && types.includes(to))) return undefined;
  // The contract is data, for whoever reads it.
  if (to === 'spec' && target.endsWith('.json')) return undefined;
  const allowed = [...uses, ...types.map((name) => `types of ${name}`)];
  return `${file} imports ${specifier}: ${from}/ may import ${allowed.join(', ') || 'no other folder'}.`;
}

function resolve(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}

/** The first folder of a path; empty for a file of the root. */
function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** Tests and their helpers, `serve-for-test.ts`, run in a clone, where everything is installed. */
function isForTests(file: string): boolean {
  return roomOf(file) === 'test' || /(\.test|\.test-d|-for-test|testing-[\w-]+)\.ts$/.test(file);
}

/** `@scope/name/file.js` is of the package `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
