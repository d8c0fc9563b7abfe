// What a clone and the package weigh: npm run bench:weight. It installs into a new folder, from npm's cache if it can.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { table } from '../table.mjs';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bench-weight-'));
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;

const installs = [];
for (const [name, where] of [
  ['`npm ci`', root],
  ['the first `npm run bench`', join(root, 'bench')],
  ['the first `npm run test:all`', join(root, 'test')],
]) {
  installs.push([name, ...install(where)]);
}
const packageRows = describePackage();
rmSync(folder, { recursive: true, force: true });
const text = `${[
  '# Weight, measured',
  '',
  `Written by \`npm run bench:weight\`: Node ${process.version}, ${cpus().length} cores. Scripts of packages do not run; the seconds are those of the clock.`,
  '',
  '## Installation',
  '',
  ...table(['', 'packages', 'size', 'seconds'], installs),
  '',
  '## The package',
  '',
  ...table(['size', 'what it is'], packageRows),
].join('\n')}\n`;
writeFileSync(join(import.meta.dirname, 'results.md'), text);
process.stdout.write(text);

function install(where) {
  const target = mkdtempSync(join(folder, 'install-'));
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(where, file), join(target, file));
  const begin = performance.now();
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: target });
  const seconds = (performance.now() - begin) / 1000;
  const { packages } = JSON.parse(readFileSync(join(target, 'node_modules/.package-lock.json'), 'utf8'));
  const bytes = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return [String(Object.keys(packages).length), `${Math.round(bytes / 1e6)} MB`, `${seconds.toFixed(0)} s`];
}

/** Each part of the tarball: a file of `dist/` that is larger than 100 kB, or a folder. */
function describePackage() {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--dry-run'], { cwd: root, encoding: 'utf8' }),
  );
  const meanings = [
    [/prism-engine\.cjs$/, 'Prism: made-up values, loaded by the first request with `Prefer: dynamic=true`'],
    [/web-mock-.*\.cjs$/, 'the mock for Jest and other CommonJS'],
    [/dist\/mock-.*\.js$/, 'the mock'],
    [/dist\/(contract|open-document)-.*\.js$/, 'what reads and repairs documents'],
    [/msw\.js$/, 'the mock for MSW, in Node and browsers'],
    [/redis-store/, 'the Redis client, loaded by `--state redis://`'],
    [/start-proxy/, 'the proxy, and the pool of undici'],
    [/\/rules-/, 'the rules of the contract tests, and fast-check'],
    [/create-ajv\.cjs$/, 'Ajv, loaded by the first schema that is used often'],
    [/re2\.cjs$/, 're2js: patterns that cannot hang, loaded by scenarios that match prompts'],
    [/licenses/, 'licences of what is built in'],
  ];
  const parts = new Map();
  for (const { path, size } of packed.files) {
    const meaning = meanings.find(([pattern]) => path.startsWith('dist/') && pattern.test(path))?.[1] ?? partOf(path);
    parts.set(meaning, (parts.get(meaning) ?? 0) + size);
  }
  const rows = [...parts]
    .sort(([, one], [, other]) => other - one)
    .map(([meaning, size]) => [megabytes(size), meaning]);
  return [
    [megabytes(packed.unpackedSize), `all of it: ${packed.files.length} files; ${megabytes(packed.size)} as a tarball`],
    ...rows,
  ];
}

function partOf(path) {
  if (/\.d\.c?ts$/.test(path)) return 'types, for modules and for CommonJS';
  if (path.startsWith('dist/client/') || path.startsWith('dist/react/')) return 'the client and the React hook';
  if (path.startsWith('dist/console/')) return "the mock's console";
  if (path.startsWith('dist/')) return 'the other commands and shared code';
  if (path.startsWith('generated/')) return 'the Chat API as OpenAPI 3.1 and 3.2';
  if (path.startsWith('mock/')) return 'scenarios and seeds';
  if (path.endsWith('.png')) return 'pictures of the docs';
  if (path.startsWith('src/')) return 'sources that `generate` copies into a client';
  return 'everything else: docs, example streams, changelog, licence, schemas';
}
