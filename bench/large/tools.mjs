// Whether `generate`, `lint` and `docs` work on a document: against tsc, plain Redocly and Spectral, and Chromium.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');
const program = join(root, 'bin/chat-contract.js');
const modules = join(root, 'node_modules');

/** The columns of `measureTools`, in order. */
export const toolColumns = ['`generate`', '`lint`', '`docs`'];

/** One cell for each of `toolColumns`. */
export async function measureTools(file, { scratch }) {
  return [await generate(file), await lint(file, scratch), await docs(file, scratch)];
}

/** Below node_modules, where the generated files find openapi-fetch. */
async function generate(file) {
  mkdirSync(join(modules, '.cache'), { recursive: true });
  const out = mkdtempSync(join(modules, '.cache/bench-generated-'));
  try {
    const { code, stderr } = await run([program, 'generate', '--spec', file, '--out', out]);
    if (code !== 0) return `exit code ${code}: ${lastLine(stderr)}`;
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'esnext'];
    const resolution = ['--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable', '--types', 'node'];
    const tsc = join(modules, 'typescript/bin/tsc');
    const compiled = await run([tsc, ...options, ...resolution, '--skipLibCheck', join(out, 'client.ts')]);
    const errors = compiled.stdout.match(/error TS/g)?.length ?? 0;
    return compiled.code === 0 ? 'compiles' : `${errors} errors`;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Both linters of a user without rules of their own. */
async function lint(file, scratch) {
  const ruleset = join(scratch, 'rules.json');
  writeFileSync(ruleset, '{"extends": ["spectral:oas"]}');
  const redocly = join(modules, '@redocly/cli/bin/cli.js');
  const spectral = join(modules, '@stoplight/spectral-cli/dist/index.js');
  const limits = ['--format', 'json', '--max-problems', '10000'];
  const ours = await run([program, 'lint', file, '--format', 'json'], dirname(file));
  if (ours.code === 2) return `exit code 2: ${lastLine(ours.stderr)}`;
  const plain = [
    await run([redocly, 'lint', file, '--extends', 'recommended', ...limits], dirname(file)),
    await run([spectral, 'lint', file, '--ruleset', ruleset, '--format', 'json', '--quiet'], dirname(file)),
  ];
  if (plain.some(({ stdout }) => !/^[[{]/.test(stdout))) return 'Redocly or Spectral fails';
  const [fromRedocly, fromSpectral] = plain.map(({ stdout }) => JSON.parse(stdout));
  const expected = [
    ...fromRedocly.problems.map(({ ruleId, message, location: [place] }) =>
      key('redocly', ruleId, message, resolve(dirname(file), place?.source.ref ?? file), place?.start?.line ?? 1),
    ),
    ...fromSpectral.map(({ code, message, source, range }) =>
      key('spectral', code, message, source ?? file, range.start.line + 1),
    ),
  ];
  const found = JSON.parse(ours.stdout)
    .findings.filter(({ linter }) => linter !== 'chat-contract')
    .map((one) => key(one.linter, one.rule, one.message, resolve(dirname(file), one.file), one.line));
  const differing = [...without(expected, found), ...without(found, expected)];
  for (const one of differing.slice(0, 5)) process.stderr.write(`  lint: ${one}\n`);
  return differing.length === 0 ? `agrees: ${found.length}` : `${differing.length} of ${expected.length} differ`;
}

function key(...parts) {
  return JSON.stringify(parts);
}

/** The entries of a list that another does not have, as often as it has them. */
function without(list, other) {
  const counts = new Map();
  for (const one of other) counts.set(one, (counts.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const left = counts.get(one) ?? 0;
    counts.set(one, left - 1);
    return left <= 0;
  });
}

async function docs(file, scratch) {
  const page = join(scratch, 'page.html');
  const { code, stderr } = await run([program, 'docs', '--spec', file, '--out', page]);
  if (code !== 0) return `exit code ${code}: ${lastLine(stderr)}`;
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
  const problems = [];
  try {
    const tab = await browser.newPage();
    tab.on('pageerror', (error) => problems.push(String(error)));
    tab.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    tab.on('request', (request) => {
      if (!/^(file|blob|data|about):/.test(request.url())) problems.push(`asks for ${request.url()}`);
    });
    await tab.goto(pathToFileURL(page).href, { timeout: 180_000 });
    await tab.getByText('Made with Redoc').first().waitFor({ timeout: 180_000 });
  } catch (error) {
    problems.push(lastLine(String(error)));
  } finally {
    await browser.close();
  }
  for (const one of problems.slice(0, 5)) process.stderr.write(`  docs: ${one.slice(0, 300)}\n`);
  return problems.length === 0 ? 'opens' : `${problems.length} errors`;
}

function run(args, cwd = root) {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  return new Promise((end) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output.stderr += text;
    });
    child.once('close', (code) => end({ code, ...output }));
  });
}

function lastLine(text) {
  return text.trim().split('\n').at(-1)?.replaceAll('|', '/') ?? '';
}
