// Whether each operation of a document works: in the mock, and in a test of the mock.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { freePort, startDroppingProxy, startServer } from './server.mjs';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/bench-large');
const program = join(root, 'bin/chat-contract.js');
/** The columns of `measureServers`, in order. */
export const serverColumns = ['operations', 'valid successes', '`test`: tried', '`test`: verdict', 'one field dropped'];

/**
 * One cell for each of `serverColumns`.
 *
 * @param isAlone the document has no other files
 */
export async function measureServers(file, { scratch, isAlone }) {
  const checked = checkResponses(file);
  const port = await freePort();
  const args = [program, 'mock', '--spec', file, '--port', port, '--log', 'off', '--control', 'off'];
  const mock = await startServer([process.execPath, ...args], port, '/');
  if (!mock) return [checked.operations, 'does not start'];
  const tested = await testBoth(file, mock.url, port, { scratch, isAlone });
  const stopped = await mock.stop();
  const valid = `${checked.valid} of ${checked.sent}`;
  return [checked.operations, stopped ? valid : 'SIGTERM was ignored', ...tested];
}

/** What check-responses.ts finds: one valid request of each operation was sent. */
export function checkResponses(file) {
  const args = [join(cache, 'check-responses.mjs'), file];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 }));
}

/** Tests the mock as it is, and behind a proxy that leaves a required field out of each response. */
async function testBoth(file, url, port, { scratch, isAlone }) {
  const run = await runTest(file, url, scratch);
  const names = requiredNames(file, isAlone);
  const proxy = await startDroppingProxy(port, names);
  const dropped = await runTest(file, proxy.url, scratch);
  proxy.close();
  const verdict =
    dropped.code === 1 ? 'fails' : proxy.dropped() === 0 ? 'nothing is required' : `exit code ${dropped.code}`;
  return [`${run.tried} of ${run.documented}`, run.code === 0 ? 'passes' : `exit code ${run.code}`, verdict];
}

/** Asynchronous: the proxy is in this process. */
async function runTest(file, url, scratch) {
  const out = mkdtempSync(join(scratch, 'report-'));
  const limits = ['--examples', '1', '--max-duration', '900000'];
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
function requiredNames(file, isAlone) {
  const names = new Set();
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node.required)) for (const name of node.required) names.add(name);
    Object.values(node).forEach(visit);
  };
  const files = statSync(file).isFile() && /\.json$/.test(file) ? [file] : relatedFiles(file, isAlone);
  for (const one of files) visit(parseFile(one));
  return names;
}

function relatedFiles(file, isAlone) {
  const below = resolve(file, '..');
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
