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
  /** True for a room that runs in a browser: no `node:` module and no global of Node, its tests excepted. */
  nodeFree?: true;
}

const tools = ['src/generate', 'src/lint', 'src/diff', 'src/docs', 'src/record'];
const foundations = ['src/shared', 'src/openapi', 'src/sse'];
const products = ['generated', 'src/client', 'mock', 'mock/node', 'contract-tests'];

/** Who may import whom: a room is the longest of these paths that a file is in. */
export const rooms: Readonly<Record<string, Room>> = {
  'src/shared': { uses: [] },
  'src/sse': { uses: ['src/shared'], nodeFree: true },
  'src/openapi': { uses: ['src/shared', 'src/sse'] },
  'src/generate': { uses: foundations },
  'src/lint': { uses: foundations },
  'src/diff': { uses: [...foundations, 'generated', 'src/lint'] },
  'src/record': { uses: [...foundations, 'generated'] },
  'src/docs': { uses: foundations },
  generated: { uses: [], types: [...foundations, 'src/client'], packages: [], nodeFree: true },
  'src/client': { uses: [...foundations, 'generated'], packages: ['openapi-fetch'], nodeFree: true },
  'src/react': { uses: ['src/client', 'src/shared'], types: ['generated'], packages: ['react'], nodeFree: true },
  // It runs in a browser, on the client as any page would; of the mock it knows types, and the rest over HTTP.
  'mock/console': {
    uses: [...foundations, 'generated', 'src/client'],
    types: ['mock'],
    packages: ['micromark', 'micromark-extension-gfm-table'],
    nodeFree: true,
  },
  // With MSW it runs in a browser; `mock/node` adds ports and files to it.
  mock: { uses: [...foundations, 'generated', 'mock/node'], nodeFree: true },
  'mock/node': { uses: [...foundations, 'generated', 'mock'] },
  'contract-tests': { uses: [...foundations, 'generated'] },
  'src/proxy': { uses: [...foundations, 'generated', 'mock', 'mock/node', 'contract-tests', 'src/record'] },
  'src/test-runners': { uses: ['mock', 'mock/node', 'contract-tests'] },
  'src/cli': { uses: [...foundations, ...products, ...tools, 'src/proxy'] },
  scripts: { uses: ['src/shared'] },
  test: {
    uses: [
      ...foundations,
      ...products,
      ...tools,
      'src/react',
      'src/test-runners',
      'src/proxy',
      'mock/console',
      'src/cli',
      'scripts',
      'bench',
    ],
  },
  bench: { uses: [...foundations, ...products, ...tools, 'src/proxy', 'test'] },
};

/** Rooms that run in a clone only, where everything is installed, or whose packages are all built into a page. */
const cloneRooms = ['mock/console', 'src/generate', 'src/lint', 'src/diff', 'src/docs', 'bench', 'scripts', 'test'];

/** The files that may end the process or choose its exit code. What is in `bench/` are programs of their own. */
const mayExit = [
  'bin/chat-contract.js',
  'scripts/build.js',
  'scripts/count-tests.js',
  'scripts/test-all.js',
  'scripts/test-matrix.js',
];

/** The source files by their path, `src/shared/clock.ts`, with their text. */
export type Sources = ReadonlyMap<string, string>;

/** Every breach of the import rules, one line each: the file, what it does, what the rule is. */
export function findBreaches(sources: Sources, dependencies: readonly string[]): string[] {
  return [...sources].flatMap(([file, text]) => {
    const { imports, exits } = readSource(text);
    const breaches = imports.flatMap((one) => breachOf(file, one, dependencies) ?? []);
    if (rooms[roomOf(file)]?.nodeFree && !isForTests(file)) breaches.push(...nodeBreaches(file, text, imports));
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
  const needsInstalled = !cloneRooms.includes(from) && kind === 'value';
  if (!needsInstalled || dependencies.includes(name)) return undefined;
  return `${file} imports ${name}, which is neither installed with the package nor built into it (scripts/bundled-packages.ts).`;
}

/** What of Node a file that runs in a browser uses. */
function nodeBreaches(file: string, text: string, imports: readonly Import[]): string[] {
  const modules = imports.filter(({ specifier, kind }) => specifier.startsWith('node:') && kind !== 'type');
  const globals = /\b(?:Buffer|process|setImmediate)\b(?=[.(])|\bimport\.meta\b/.exec(
    text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
  );
  const used = [...modules.map(({ specifier }) => specifier), ...(globals ? [globals[0]] : [])];
  return used.map((name) => `${file} uses ${name}: ${roomOf(file)}/ runs in a browser.`);
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
  if (to === 'test' && isForTests(file)) return undefined;
  // The contract is data, for whoever reads it.
  if (to === 'spec' && target.endsWith('.json')) return undefined;
  const allowed = [...uses, ...types.map((name) => `types of ${name}`)];
  return `${file} imports ${specifier}: ${from}/ may import ${allowed.join(', ') || 'no other folder'}.`;
}

function resolve(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}

/** The room that a file is in; empty for a file of no room. */
function roomOf(path: string): string {
  const holds = (room: string) => path.startsWith(`${room}/`);
  return (
    Object.keys(rooms)
      .filter(holds)
      .sort((a, b) => b.length - a.length)[0] ?? path.split('/')[0]!
  );
}

/** Tests and their helpers, `serve-for-test.ts`, run in a clone, where everything is installed. */
function isForTests(file: string): boolean {
  return roomOf(file) === 'test' || /(\.test|\.test-d|-for-test|testing-[\w-]+)\.ts$/.test(file);
}

/** `@scope/name/file.js` is of the package `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
