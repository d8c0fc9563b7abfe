// What a command costs next to the tool that it runs, interleaved in one run: npm run bench:commands [-- --rounds 5].
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { median, table } from '../table.mjs';

const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } }).values;
const root = resolve(import.meta.dirname, '../..');
const document = join(root, 'generated/openapi.json');
const folder = mkdtempSync(join(tmpdir(), 'bench-commands-'));
const inFolder = (name) => join(folder, name);
/** A head with a change for `diff`: two equal documents are not compared at all. */
const head = inFolder('head.json');
writeFileSync(
  head,
  readFileSync(document, 'utf8').replace('"operationId": "listSessions"', '"operationId": "listAll"'),
);
const program = join(root, 'bin/chat-contract.js');
const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js');
const spectral = join(root, 'node_modules/@stoplight/spectral-cli/dist/index.js');
const openapiTypescript = join(root, 'node_modules/openapi-typescript/bin/cli.js');
const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

const comparisons = [
  {
    name: '`lint`',
    command: [program, 'lint'],
    tools: [
      ['`redocly lint`', [redocly, 'lint', 'chat']],
      ['`spectral lint`', [spectral, 'lint', document, '--quiet']],
    ],
    goal: 1.1,
  },
  {
    name: '`generate --spec --out`',
    command: [program, 'generate', '--spec', document, '--out', inFolder('client')],
    tools: [['`openapi-typescript`', [openapiTypescript, document, '-o', inFolder('types.ts')]]],
    goal: 1.3,
  },
  {
    name: '`diff`',
    command: [program, 'diff', document, head],
    tools: [['`redocly diff`', [redocly, 'diff', document, head, '--format', 'json', '-o', inFolder('diff.json')]]],
    goal: 1.3,
  },
  {
    name: '`docs`',
    command: [program, 'docs', '--out', inFolder('docs.html')],
    tools: [['`redocly build-docs`', [redocly, 'build-docs', document, '--inlineBundle', '-o', inFolder('page.html')]]],
    goal: 1.3,
  },
];

const rows = [];
for (const { name, command, tools, goal } of comparisons) {
  const programs = [[name, command], ...tools];
  const measured = programs.map(() => []);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [index, [, args]] of programs.entries()) measured[index].push(await run(args));
  }
  const [own, ...others] = measured.map((list) => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    cpu: median(list.map(({ cpu }) => cpu)),
  }));
  const slowest = others.reduce((one, other) => (other.seconds > one.seconds ? other : one));
  rows.push([
    name,
    tools.map(([tool], index) => `${tool} ${others[index].seconds.toFixed(2)} s`).join(', '),
    `${own.seconds.toFixed(2)} s`,
    `${(own.seconds / slowest.seconds).toFixed(2)}×`,
    `${(own.cpu / others.reduce((sum, { cpu }) => sum + cpu, 0)).toFixed(2)}×`,
    `≤ ${goal}`,
  ]);
  process.stderr.write(`${rows.at(-1).join(' | ')}\n`);
}
rmSync(folder, { recursive: true, force: true });
const text = `${[
  '# The commands next to their tools, measured',
  '',
  `Written by \`npm run bench:commands\`: Node ${process.version}, ${cpus().length} cores, medians of ${rounds} interleaved runs on the Chat API's document. The ratio of seconds is against the slower tool, that of processor time against all tools together.`,
  '',
  ...table(['command', 'tools alone', 'command', 'seconds', 'processor time', 'goal (seconds)'], rows),
].join('\n')}\n`;
writeFileSync(join(import.meta.dirname, 'results.md'), text);
process.stdout.write(text);

/** Runs a program to its end. Findings are no failure; a crash or a usage error is. */
function run(args) {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/env', ['bash', '-c', 'time -p "$@"', 'bench', process.execPath, ...args], {
      cwd: root,
      env: { ...environment, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.once('exit', (code) => {
      if (code !== 0 && code !== 1) return reject(new Error(`${args.join(' ')} failed with ${code}:\n${errors}`));
      const seconds = (performance.now() - begin) / 1000;
      const times = [...errors.matchAll(/^(?:user|sys) ([\d.]+)$/gm)].slice(-2);
      resolve({ seconds, cpu: times.reduce((sum, [, time]) => sum + Number(time), 0) });
    });
  });
}
