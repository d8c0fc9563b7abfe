// What real documents cost, and whether every operation of them works: npm run bench:documents -- FOLDER
// FOLDER holds documents, one a file; one that consists of several files is a folder with an index.yaml or a first
// YAML file at its top. Nothing is fetched.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { freePort, startDroppingProxy, startServer } from './server.mjs';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/bench-large');
const program = join(root, 'bin/chat-contract.js');
const prism = join(root, 'node_modules/@stoplight/prism-cli/dist/index.js');
const scratch = mkdtempSync(join(tmpdir(), 'bench-large-'));
const [folder, ...flags] = process.argv.slice(2);
const isTested = !flags.includes('--without-test');
if (folder === undefined) {
  process.stderr.write('usage: npm run bench:documents -- FOLDER [--without-test]\n');
  process.exit(2);
}

const columns = [
  'document',
  'operations',
  'start (s)',
  'first response (ms)',
  'memory (MB)',
  'valid successes',
  '`test`: tried',
  '`test`: verdict',
  'one field dropped',
  'Prism: start (s)',
  'Prism: first response (ms)',
  'Steady: start (s)',
  'Steady: first response (ms)',
];
const results = join(root, 'bench/large/documents.md');
const rows = new Map(knownRows());
for (const { name, file } of documentsIn(folder)) {
  process.stderr.write(`${name}\n`);
  rows.set(name, await measure(name, file));
  writeFileSync(results, table());
}
process.stdout.write(table());
rmSync(scratch, { recursive: true, force: true });

async function measure(name, file) {
  const checked = JSON.parse(
    execFileSync(process.execPath, [join(cache, 'check-responses.mjs'), file], { encoding: 'utf8', maxBuffer: 1e8 }),
  );
  const path = checked.first ?? '/';
  const port = await freePort();
  const mock = await startServer(
    [program, 'mock', '--spec', file, '--port', port, '--log', 'off', '--control', 'off'],
    port,
    path,
  );
  if (!mock) return [name, checked.operations, 'does not start'];
  const tested = isTested ? await testBoth(file, mock.url, port) : ['–', '–', '–'];
  const cells = [mock.start.toFixed(1), mock.first, mock.memory()];
  const stopped = await mock.stop();
  const others = [];
  for (const argsOf of [
    (one) => [prism, 'mock', file, '--port', one],
    (one) => [steadyProgram(), '--host', '127.0.0.1', '--port', one, file],
  ]) {
    const one = await freePort();
    const other = existsSync(argsOf(one)[0]) ? await startServer(argsOf(one).map(String), one, path) : undefined;
    others.push(other ? other.start.toFixed(1) : '–', other ? other.first : '–');
    await other?.stop();
  }
  return [
    name,
    checked.operations,
    ...cells,
    `${checked.valid} of ${checked.sent}`,
    ...tested,
    ...others,
    ...(stopped ? [] : ['SIGTERM was ignored']),
  ];
}

/** Tests the mock as it is, and behind a proxy that leaves a required field out of each response. */
async function testBoth(file, url, port) {
  const run = await runTest(file, url);
  const names = requiredNames(file);
  const proxy = await startDroppingProxy(port, names);
  const dropped = await runTest(file, proxy.url);
  proxy.close();
  const verdict = dropped.code === 1 ? 'fails' : names.size === 0 ? 'nothing is required' : `exit code ${dropped.code}`;
  return [`${run.tried} of ${run.documented}`, run.code === 0 ? 'passes' : `exit code ${run.code}`, verdict];
}

/** Asynchronous: the proxy is in this process. */
async function runTest(file, url) {
  const out = mkdtempSync(join(scratch, 'report-'));
  const limits = ['--examples', '1', '--max-duration', '120000'];
  const args = [
    program,
    'test',
    '--spec',
    file,
    '--base-url',
    url,
    '--token',
    'any-token',
    '--report-dir',
    out,
    ...limits,
  ];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const code = await new Promise((end) => child.once('close', end));
  const report = existsSync(join(out, 'report.json')) ? JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) : {};
  return { code, tried: report.tried?.operations ?? 0, documented: report.tried?.documented ?? 0 };
}

/** All names that any schema of a document requires. */
function requiredNames(file) {
  const names = new Set();
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node.required)) for (const name of node.required) names.add(name);
    Object.values(node).forEach(visit);
  };
  const files = statSync(file).isFile() && /\.json$/.test(file) ? [file] : relatedFiles(file);
  for (const one of files) visit(parseFile(one));
  return names;
}

function relatedFiles(file) {
  const below = resolve(file, '..');
  const isAlone = resolve(folder) === below;
  const all = isAlone ? [] : readdirSync(below, { recursive: true }).map((one) => join(below, one));
  return [file, ...all.filter((one) => /\.(ya?ml|json)$/.test(one))];
}

function parseFile(file) {
  const text = readFileSync(file, 'utf8');
  try {
    return file.endsWith('.json') ? JSON.parse(text) : parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function documentsIn(directory) {
  const documents = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = join(directory, entry.name);
    const name = entry.name.replace(/\.(ya?ml|json)$/, '');
    if (entry.isFile() && name !== entry.name) return [{ name, file }];
    if (!entry.isDirectory()) return [];
    const inner = readdirSync(file).filter((one) => /\.(ya?ml|json)$/.test(one));
    return inner.length === 0
      ? []
      : [{ name, file: join(file, inner.find((one) => /^index\./.test(one)) ?? inner[0]) }];
  });
  return documents.sort((one, other) => statSync(one.file).size - statSync(other.file).size);
}

/** Installed by hand: npm install --prefix node_modules/.cache/bench-large @stdy/cli */
function steadyProgram() {
  const home = join(cache, 'node_modules/@stdy/cli');
  if (!existsSync(join(home, 'package.json'))) return '';
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : Object.values(bin)[0]);
}

/** Rows of earlier runs: a document that is measured again takes the place of its row. */
function knownRows() {
  const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
  const lines = text.split('\n').filter((one) => one.startsWith('| '));
  return lines.slice(2).map((one) => {
    const cells = one.slice(2, -2).split(' | ');
    return [cells[0], cells];
  });
}

function table() {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return `# Real documents, measured

Written by \`npm run bench:documents -- FOLDER\`: Node ${process.version}, ${cpus().length} cores. Each document is served by
\`chat-contract mock --spec\`, Prism and Steady in turn; \`test --spec\` then tests our mock, as it is and behind a proxy that
leaves a field out of each response.

${line(columns)}
${line(columns.map(() => '---'))}
${[...rows.values()].map(line).join('\n')}
`;
}
