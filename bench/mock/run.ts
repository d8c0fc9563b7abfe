import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/shared/package-root.ts';
import { applyLoad, type Load, loadMaker, loads } from './requests.ts';
import { holdStreams, makeSessions, measureLateness, playStreams, type StreamLoad } from './streams.ts';
import { headers, median, programOf, type Running, start, type Target } from './target.ts';

// Side by side in one run: every server is measured once in each round, and the best of the rounds is compared: whatever
// else the machine does only adds time. Events per second and memory are medians.
// npm run bench [-- --rounds 5 --seconds 3 --held 10000 --only start,requests,streams,lateness,memory]

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const rounds = Number(option('rounds', '3'));
const seconds = Number(option('seconds', '3'));
const held = Number(option('held', '10000'));
const parts = option('only', 'start,requests,streams,lateness,memory').split(',');

const bareFile = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
const fixture = join(packageRoot, 'mock/fixtures/long-answer.sse');
const mockArgs = ['bin/chat-contract.js', 'mock', '--port', '0'];
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const bodyFile = join(folder, 'body.json');
const heldFixture = join(folder, 'held.sse');
const largeFixture = join(folder, 'large.sse');

const bare = (speed = 1, file = fixture): Target => ({
  name: 'bare Node',
  args: [bareFile, bodyFile, file, String(speed)],
});
const mock = (speed = 1, file = fixture): Target => ({
  name: 'this mock',
  args: [...mockArgs, '--scenario', file, '--speed', String(speed)],
});
const peers: Target[] = [
  {
    name: 'Steady',
    // A server's script starts this program; only the program's time is measured.
    command: programOf(`@stdy/cli-${process.platform}-${process.arch}`, 'bin/steady', 'bench'),
    args: ['--quiet', '--port', 'PORT', '--host', '127.0.0.1', 'generated/openapi.json'],
  },
  {
    name: 'prism mock',
    args: [programOf('@stoplight/prism-cli', 'dist/index.js'), 'mock', '--port', 'PORT', 'generated/openapi.json'],
  },
];

await writeBody();
const lines = [
  '# The mock, measured',
  '',
  `Written by \`npm run bench\`: Node ${process.version}, ${cpus().length} cores, ${rounds} rounds of ${seconds} s, ${loadMaker} with 64 connections. Start and requests: the best round; streams: the median. Figures in brackets are against bare Node in the same run.`,
  '',
];
if (parts.includes('start')) lines.push(...(await measureStart()), '');
if (parts.includes('requests')) lines.push(...(await measureRequests()), '');
if (parts.includes('streams')) lines.push(...(await measureStreams()), '');
if (parts.includes('lateness')) lines.push(...(await measureLate()), '');
if (parts.includes('memory')) lines.push(...(await measureMemory()), '');
const text = `${lines.join('\n').trim()}\n`;
writeFileSync(join(packageRoot, 'bench/mock/results.md'), text);
process.stdout.write(text);

/** The bare server sends the body of the mock's list. */
async function writeBody(): Promise<void> {
  writeFileSync(bodyFile, '{}');
  await during(mock(), async ({ url }) => {
    writeFileSync(bodyFile, await (await fetch(`${url}/api/v1/chat`, { headers })).text());
  });
}

async function during<T>(target: Target, measure: (server: Running) => Promise<T>): Promise<T> {
  const server = await start(target);
  process.stderr.write(`${target.name} …\n`);
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

async function measureStart(): Promise<string[]> {
  const targets = [bare(), mock(), ...peers];
  const times = targets.map((): number[] => []);
  for (let round = 0; round < rounds + 2; round++) {
    for (const [index, target] of targets.entries()) {
      times[index]!.push(await during(target, async ({ started }) => started));
    }
  }
  const rows = targets.map(({ name }, index) => [
    name,
    `${Math.round(Math.min(...times[index]!))} ms (${ratio(Math.min(...times[index]!), Math.min(...times[0]!))})`,
  ]);
  return table('Cold start to the first answer', ['', 'time'], rows);
}

async function measureRequests(): Promise<string[]> {
  const targets = [bare(), mock(), ...peers];
  const measured = targets.map(() => new Map<string, Load[]>(loads.map((load) => [load, []])));
  for (let round = 0; round < rounds; round++) {
    for (const [index, target] of targets.entries()) {
      await during(target, async (server) => {
        for (const load of loads) {
          // Compiling costs more than the requests of the first second or two, especially on a busy machine.
          await applyLoad(server, load, seconds);
          measured[index]!.get(load)!.push(await applyLoad(server, load, seconds));
        }
      });
    }
  }
  const figure = (index: number, load: string, name: keyof Load) => {
    const values = measured[index]!.get(load)!.map((one) => one[name]);
    return name === 'cpuPerRequest' ? Math.min(...values) : Math.max(...values);
  };
  const rows = targets.map(({ name }, index) => [
    name,
    ...loads.flatMap((load) =>
      (['cpuPerRequest', 'requestsPerSecond'] as const).map((one) => {
        const value = figure(index, load, one);
        return `${value.toFixed(one === 'cpuPerRequest' ? 1 : 0)} (${ratio(value, figure(0, load, one))})`;
      }),
    ),
  ]);
  const columns = loads.flatMap((load) => [`${load}: CPU µs a request`, `${load}: requests/s`]);
  return table('List and create, with validation and state on', ['', ...columns], rows);
}

/** So fast that the 1,000 streams exceed what bare Node can write: each server is measured at its limit. */
async function measureStreams(): Promise<string[]> {
  const count = 1000;
  const rows: string[][] = [];
  for (const [label, speed] of [
    ['as written', 1],
    ['as fast as they can', 6],
  ] as const) {
    const targets = [bare(speed), mock(speed)];
    const measured = targets.map((): StreamLoad[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, target] of targets.entries()) {
        await during(target, async (server) => {
          const sessions = await makeSessions(server, count, index === 1);
          measured[index]!.push(await playStreams(server, sessions));
        });
      }
    }
    const figure = (index: number, name: keyof StreamLoad) => median(measured[index]!.map((one) => one[name]));
    const counts = measured.flat().map(({ events }) => events);
    if (Math.min(...counts) < Math.max(...counts) * 0.99)
      throw new Error(`Streams were cut: ${counts.join(', ')} events.`);
    for (const [index, { name }] of targets.entries()) {
      rows.push([
        `${name}, ${label}`,
        ...(['eventsPerSecond', 'cpuPerEvent', 'memory'] as const).map(
          (one) =>
            `${figure(index, one).toFixed(one === 'cpuPerEvent' ? 1 : 0)} (${ratio(figure(index, one), figure(0, one))})`,
        ),
      ]);
    }
  }
  return table('1,000 streams at once', ['', 'events/s', 'CPU µs an event', 'memory MB'], rows);
}

/** A fifth of the speed, which both servers reach: a server without spare processor time is arbitrarily late. */
async function measureLate(): Promise<string[]> {
  const speed = 0.2;
  const dues = duesOf(readFileSync(fixture, 'utf8'), speed);
  const rows: string[][] = [];
  for (const [index, target] of [bare(speed), mock(speed)].entries()) {
    const late = await during(target, async (server) =>
      measureLateness(server, await makeSessions(server, 1000, index === 1), dues),
    );
    rows.push([target.name, `${late.median.toFixed(1)} ms`, `${late.p99.toFixed(1)} ms`]);
  }
  return table('Lateness of an event, 1,000 streams at a fifth of the speed', ['', 'p50', 'p99'], rows);
}

/** The due time of each event of a fixture, in milliseconds. */
function duesOf(text: string, speed: number): number[] {
  const dues: number[] = [];
  let due = 0;
  for (const block of text.split('\n\n')) {
    for (const [, milliseconds] of block.matchAll(/^: wait (\d+)ms$/gm)) due += Number(milliseconds) / speed;
    if (/^data:/m.test(block)) dues.push(due);
  }
  return dues;
}

async function measureMemory(): Promise<string[]> {
  writeHeldFixture();
  writeLargeFixture();
  const rows: string[][] = [];
  for (const [label, count, reads, file] of [
    [`${held} streams`, held, true, heldFixture],
    ['1,000 clients that never read their 6 MB', 1000, false, largeFixture],
  ] as const) {
    const figures: number[] = [];
    for (const [index, target] of [bare(1, file), mock(1, file)].entries()) {
      const memory = await during(target, async (server) => {
        const sessions = await makeSessions(server, count, index === 1);
        return holdStreams(server, sessions, seconds, reads);
      });
      figures.push(memory);
      rows.push([`${target.name}, ${label}`, `${Math.round(memory)} (${ratio(memory, figures[0]!)})`]);
    }
  }
  return table('Memory while they are open', ['', 'MB'], rows);
}

/** The same events, the first without a wait and the others so far apart that all streams are open before one ends. */
function writeHeldFixture(): void {
  let waits = 0;
  const text = readFileSync(fixture, 'utf8');
  writeFileSync(
    heldFixture,
    text.replace(/^: wait \d+ms$/gm, () => (waits++ === 0 ? ': wait 1ms' : ': wait 2000ms')),
  );
}

/** More than the system buffers for a client that does not read. */
function writeLargeFixture(): void {
  const event = `event: delta\ndata: ${JSON.stringify({ type: 'text_delta', content: 'x'.repeat(32_000) })}\n\n`;
  writeFileSync(largeFixture, `: title More than a client reads\n: keyword unread\n\n${event.repeat(200)}`);
}

function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)}×`;
}

function table(title: string, columns: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}
