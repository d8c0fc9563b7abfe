import { writeFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/shared/package-root.ts';
import { applyLoad } from '../mock/requests.ts';
import { headers, median, programOf, type Running, start, type Target } from '../mock/target.ts';

// A proxy against a direct connection, a bare undici pipe and `prism proxy`, interleaved in one run.
// npm run bench:proxy [-- --requests 2000 --streams 1000 --rounds 3]

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '2000' },
    streams: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
  },
});
const rounds = Number(values.rounds);
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const list = '/api/v1/chat';
const stream = (count: number, pause: number) => `${list}/ses_0/messages/stream?count=${count}&pause=${pause}`;
const turn = JSON.stringify({ index_ids: ['idx_1'], prompt: 'How much?' });

const upstream = await start({ name: 'upstream', args: [here('./upstream.mjs')] });
const targets: Target[] = [
  { name: 'bare undici pipe', args: [here('./bare-pipe.mjs'), upstream.url] },
  {
    name: 'this proxy',
    args: ['bin/chat-contract.js', 'proxy', '--upstream', upstream.url, '--port', 'PORT', '--log', 'off'],
  },
  {
    name: 'prism proxy',
    args: [
      programOf('@stoplight/prism-cli', 'dist/index.js'),
      'proxy',
      'generated/openapi.json',
      upstream.url,
      '--port',
      'PORT',
    ],
  },
];
const proxies = await Promise.all(targets.map(async (target) => ({ name: target.name, server: await start(target) })));
const all = [{ name: 'direct', server: upstream }, ...proxies];
try {
  const text = [
    '# The proxy, measured',
    '',
    `Written by \`npm run bench:proxy\`: Node ${process.version}, ${cpus().length} cores. All servers ran side by side, and requests were interleaved; medians.`,
    '',
    ...(await measureRequests()),
    '',
    ...(await measureEvents()),
    '',
    ...(await measureLoad()),
    '',
    ...(await measureMemory()),
    '',
  ].join('\n');
  writeFileSync(join(packageRoot, 'bench/proxy/results.md'), text);
  process.stdout.write(text);
} finally {
  for (const { server } of all) await server.stop();
}

function send(server: Running, path: string, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { agent, method, headers }, resolve);
    sent.on('error', reject);
    sent.end(method === 'POST' ? turn : undefined);
  });
}

async function drain(response: IncomingMessage): Promise<void> {
  for await (const _ of response);
}

/** One request at a time, to each server alternately. */
async function measureRequests(): Promise<string[]> {
  const times = all.map((): number[] => []);
  for (let count = 0; count < Number(values.requests); count++) {
    for (const [index, { server }] of all.entries()) {
      const begin = performance.now();
      await drain(await send(server, list));
      if (count > 50) times[index]!.push(performance.now() - begin);
    }
  }
  const rows = all.map(({ name }, index) => {
    const own = median(times[index]!);
    return [name, `${own.toFixed(3)} ms`, `${(own - median(times[1]!)).toFixed(3)} ms`];
  });
  return table('Latency of a request (p50)', ['', 'time', 'over the bare pipe'], rows);
}

/** One stream at a time, to each server alternately: from the upstream's write to the client's read. */
async function measureEvents(): Promise<string[]> {
  const times = all.map((): number[] => []);
  for (let round = 0; round < rounds * 3; round++) {
    for (const [index, { server }] of all.entries()) {
      const response = await send(server, stream(100, 5), 'POST');
      for await (const chunk of response) {
        const read = process.hrtime.bigint();
        for (const [, written] of String(chunk).matchAll(/"content":"(\d+)"/g)) {
          times[index]!.push(Number(read - BigInt(written!)) / 1e6);
        }
      }
    }
  }
  const rows = all.map(({ name }, index) => {
    const own = median(times[index]!);
    return [name, `${own.toFixed(3)} ms`, `${(own - median(times[1]!)).toFixed(3)} ms`];
  });
  return table('Latency of an event (p50)', ['', 'time', 'over the bare pipe'], rows);
}

async function measureLoad(): Promise<string[]> {
  const figures = proxies.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { server }] of proxies.entries()) {
      figures[index]!.push((await applyLoad(server, 'list', Number(values.seconds))).cpuPerRequest);
    }
  }
  const rows = proxies.map(({ name }, index) => {
    const own = median(figures[index]!);
    return [name, `${own.toFixed(0)} µs`, `${(own / median(figures[0]!)).toFixed(2)}×`];
  });
  return table('CPU of a request, 64 connections', ['', 'CPU', 'against the bare pipe'], rows);
}

/** Memory while all streams are open, at two moments: it must not grow. `prism proxy` buffers streams and is left out. */
async function measureMemory(): Promise<string[]> {
  const rows: string[][] = [];
  for (const { name, server } of proxies.slice(0, 2)) {
    const before = server.memory();
    const open = Array.from({ length: Number(values.streams) }, async () => {
      const response = await send(server, stream(60, 200), 'POST');
      await drain(response);
    });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const early = server.memory();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const late = server.memory();
    await Promise.all(open);
    rows.push([name, ...[before, early, late].map((one) => `${Math.round(one)} MB`)]);
  }
  return table(`${values.streams} streams at once`, ['', 'before', 'after 6 s', 'after 11 s'], rows);
}

function table(title: string, columns: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}
