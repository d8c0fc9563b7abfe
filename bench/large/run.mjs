// What a real document of more than a thousand operations costs each command, side by side with Prism in one run:
// npm run bench:large. The document is GitHub's (MIT), fetched with `npm pack` where it is not there yet.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/large-document');
const document = join(cache, 'package/generated/api.github.com.json');
const program = join(root, 'bin/chat-contract.js');
const prism = join(root, 'node_modules/@stoplight/prism-cli/dist/index.js');
const port = 40_000 + (process.pid % 20_000);
const path = '/repos/octokit/octokit.js/issues';

fetchDocument();
const rows = [];
for (const [name, args, url] of [
  ['`mock --spec`', [program, 'mock', '--spec', document, '--port', String(port)], `http://127.0.0.1:${port}`],
  ['`prism mock`', [prism, 'mock', document, '--port', String(port + 1)], `http://127.0.0.1:${port + 1}`],
]) {
  rows.push([name, ...(await measureServer(args, url))]);
}
const out = join(cache, 'generated');
for (const [name, args] of [
  ['`lint`', ['lint', document, '--format', 'json']],
  ['`generate --spec --out`', ['generate', '--spec', document, '--out', out]],
  ['`test --spec --plan`', ['test', '--spec', document, '--base-url', `http://127.0.0.1:${port}`, '--plan']],
]) {
  rmSync(out, { recursive: true, force: true });
  const { seconds, cpu, megabytes } = await untilEnd(run([program, ...args]));
  rows.push([name, seconds, '–', '–', cpu, megabytes]);
}
const { info, paths } = JSON.parse(readFileSync(document, 'utf8'));
const methods = ['get', 'put', 'post', 'patch', 'delete', 'head', 'options', 'trace'];
const count = Object.values(paths).flatMap((item) => methods.filter((one) => item[one])).length;
const line = (cells) => `| ${cells.join(' | ')} |`;
const text = `# A large document, measured

Written by \`npm run bench:large\`: Node ${process.version}, ${cpus().length} cores, \`@octokit/openapi\` ${info.version} (${count} operations, ${(readFileSync(document).length / 1e6).toFixed(0)} MB). Seconds are those of the clock; the processor's tell more where other programs run.

${line(['', 'ready or done (s)', 'first answer (s)', 'second answer (ms)', 'processor (s)', 'most memory (MB)'])}
${line(Array(6).fill('---'))}
${rows.map(line).join('\n')}
`;
writeFileSync(join(root, 'bench/large/results.md'), text);
process.stdout.write(text);

function fetchDocument() {
  if (existsSync(document)) return;
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['pack', '@octokit/openapi@23.0.2', '--silent', '--pack-destination', cache], {
    stdio: 'inherit',
  });
  const archive = readdirSync(cache).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['xzf', archive, 'package/LICENSE', 'package/generated/api.github.com.json'], { cwd: cache });
  rmSync(join(cache, archive));
}

/** A child whose processor time and memory are looked at until it ends. */
function run(args) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd: dirname(document), stdio: ['ignore', 'ignore', 'ignore'] });
  const seen = { cpu: 0, megabytes: 0 };
  const look = () => {
    try {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      // With what its children used; they are told when they have ended (proc(5), fields 14 to 17).
      seen.cpu = fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0) / 100;
      const most = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      // A process that has ended has none any more.
      if (most) seen.megabytes = Number(most) / 1024;
    } catch {}
  };
  const timer = setInterval(look, 50);
  const ended = new Promise((end) => child.once('close', end)).finally(() => clearInterval(timer));
  return { child, began, ended, look, seen };
}

async function untilEnd({ began, ended, seen }) {
  await ended;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return { seconds, cpu: seen.cpu.toFixed(1), megabytes: Math.round(seen.megabytes) };
}

/** Ready: it answers a path that nobody has. The first answer makes an example of a schema. */
async function measureServer(args, url) {
  const running = run(args);
  for (;;) {
    if (running.child.exitCode !== null) throw new Error(`${args.join(' ')} ended.`);
    if (
      await fetch(`${url}/nobody/has/this`).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  const ready = performance.now();
  await (await fetch(url + path)).arrayBuffer();
  const first = performance.now();
  await (await fetch(url + path)).arrayBuffer();
  const second = performance.now();
  running.look();
  running.child.kill();
  await running.ended;
  const { cpu, megabytes } = running.seen;
  const times = [(ready - running.began) / 1000, (first - ready) / 1000].map((one) => one.toFixed(1));
  return [...times, Math.round(second - first), cpu.toFixed(1), Math.round(megabytes)];
}
