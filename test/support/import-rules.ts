import { posix } from 'node:path';
import { type Import, readSource } from './read-imports.ts';

/** The imports that the files of one folder may have. */
interface Room {
  /** Folders that may be imported. */
  uses: readonly string[];
  /** Folders of which only types may be imported. */
  types?: readonly string[];
  /** The packages that may be loaded at run time (except by tests), if restricted. */
  packages?: readonly string[];
  /** True for a folder that runs in a browser: no `node:` module and no global of Node, except in tests. */
  nodeFree?: true;
}

const tools = ['src/generate', 'src/lint', 'src/diff', 'src/docs', 'src/record'];
const foundations = ['src/shared', 'src/openapi', 'src/sse'];
const products = ['generated', 'src/client', 'mock', 'mock/node', 'contract-tests'];

/** The import rules: the folder of a file is the longest of these paths that contains it. */
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
  // Runs in a browser, on the client like any page; imports only types of the mock, and uses it over HTTP.
  'mock/console': {
    uses: [...foundations, 'generated', 'src/client'],
    types: ['mock'],
    packages: ['micromark', 'micromark-extension-gfm-table'],
    nodeFree: true,
  },
  // Runs in a browser with MSW; `mock/node` adds ports and files.
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

/** Folders that run only in a clone, where everything is installed, or whose packages are bundled into a page. */
const cloneRooms = ['mock/console', 'src/generate', 'src/lint', 'src/diff', 'src/docs', 'bench', 'scripts', 'test'];

/** The files that may end the process or set its exit code. Files in `bench/` are separate programs. */
const mayExit = [
  'bin/chat-contract.js',
  'scripts/build.js',
  'scripts/count-tests.js',
  'scripts/test-all.js',
  'scripts/test-matrix.js',
];

/** The source files by path, `src/shared/clock.ts`, with their text. */
export type Sources = ReadonlyMap<string, string>;

/** Every violation of the import rules, one line each: the file, the import, the rule. */
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

/** The `node:` modules and packages that are loaded with a file, directly or indirectly. */
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

/** The parts of Node that a file for browsers uses. */
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
  // The contract is data that any folder may read.
  if (to === 'spec' && target.endsWith('.json')) return undefined;
  const allowed = [...uses, ...types.map((name) => `types of ${name}`)];
  return `${file} imports ${specifier}: ${from}/ may import ${allowed.join(', ') || 'no other folder'}.`;
}

function resolve(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}

/** The folder of a file; empty if it belongs to none. */
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
  return roomOf(file) === 'test' || /(\.test|\.test-d|-for-test)\.ts$/.test(file);
}

/** `@scope/name/file.js` belongs to the package `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
