// An OpenAI chat stream from the mock and from aimock, interleaved in one run:
// npm run bench:openai-chat [-- --rounds 5 --streams 1000].
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { median, table } from '../table.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, streams: { type: 'string', default: '1000' } },
});
const rounds = Number(values.rounds);
const streams = Number(values.streams);
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bench-openai-chat-'));
const example = join(root, 'examples/streams/openai-chat');

// Both send the same text in as many events, as fast as they can or one every 20 ms.
const words = 200;
const chunk = (delta, reason = null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-7',
    object: 'chat.completion.chunk',
    created: 1760000001,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
  })}\n\n`;
const text = Array.from({ length: words }, (_, index) => chunk({ content: `word${String(index).padStart(4)} ` }));
const scenario = (wait) =>
  `: title A long text\n: prompt contains hello\n\n${chunk({ role: 'assistant', content: '' })}${text
    .map((event) => (wait ? `: wait ${wait}ms\n${event}` : event))
    .join('')}${chunk({}, 'stop')}data: [DONE]\n\n`;
const content = Array.from({ length: words }, (_, index) => `word${String(index).padStart(4)} `).join('');
const fixtures = join(folder, 'fixtures.json');
writeFileSync(fixtures, JSON.stringify({ fixtures: [{ match: { userMessage: 'hello' }, response: { content } }] }));

const body = JSON.stringify({
  model: 'gpt-4o',
  stream: true,
  messages: [{ role: 'user', content: 'hello' }],
});

const targets = [
  {
    name: 'this mock',
    args(port, wait) {
      const file = mkdtempSync(join(folder, 'scenarios-'));
      writeFileSync(join(file, 'long.sse'), scenario(wait));
      const spec = join(example, 'openapi.yaml');
      return [
        join(root, 'bin/chat-contract.js'),
        ...['mock', '--spec', spec, '--scenarios', file, '--port', String(port), '--log', 'off'],
      ];
    },
  },
  {
    name: 'aimock',
    args: (port, wait) => [
      join(root, 'bench/node_modules/@copilotkit/aimock/dist/cli.js'),
      ...['-p', String(port), '-f', fixtures, '--chunk-size', '9', '--latency', String(wait), '--log-level', 'silent'],
    ],
  },
];

const results = targets.map(() => ({ first: [], rate: [], cpu: [], memory: [], paced: [] }));
for (let round = 0; round < rounds; round++) {
  for (const [index, target] of targets.entries()) {
    const result = results[index];
    await during(target, 0, async (server) => {
      for (let count = 0; count < 50; count++) result.first.push((await play(server, 1)).first);
      const before = server.cpu();
      const { events, seconds } = await play(server, 50);
      result.rate.push(events / seconds);
      result.cpu.push((server.cpu() - before) / events);
    });
    await during(target, 20, async (server) => {
      const { events, seconds, memory } = await play(server, streams);
      result.memory.push(memory);
      result.paced.push(events / seconds);
    });
    process.stderr.write(`${target.name}: round ${round + 1} of ${rounds}\n`);
  }
}
rmSync(folder, { recursive: true, force: true });

const rows = targets.map(({ name }, index) => {
  const { first, rate, cpu, memory, paced } = results[index];
  return [
    name,
    `${median(first).toFixed(2)} ms`,
    median(rate).toFixed(0),
    `${median(cpu).toFixed(1)} µs`,
    median(paced).toFixed(0),
    `${median(memory).toFixed(0)} MB`,
  ];
});
const { version } = JSON.parse(readFileSync(join(root, 'bench/node_modules/@copilotkit/aimock/package.json'), 'utf8'));
const page = `${[
  '# An OpenAI chat stream, measured',
  '',
  `Written by \`npm run bench:openai-chat\`: Node ${process.version}, ${cpus().length} cores, aimock ${version}, medians of ${rounds} interleaved rounds. A stream has ${words} words, an event each; paced streams send one every 20 ms, which asks for ${((streams * 1000) / 20).toFixed(0)} events/s at ${streams} streams. The mock validates every request against \`examples/streams/openai-chat\`; aimock has no contract.`,
  '',
  ...table(
    [
      '',
      'time to first event',
      'events/s, 50 streams, unpaced',
      'processor time per event',
      `events/s, ${streams} streams, paced`,
      `memory, ${streams} streams`,
    ],
    rows,
  ),
].join('\n')}\n`;
writeFileSync(join(import.meta.dirname, 'results.md'), page);
process.stdout.write(page);

/** Starts a server, waits until it answers, measures, and stops it. */
async function during(target, wait, measure) {
  const port = await freePort();
  const child = spawn(process.execPath, target.args(port, wait), { cwd: root, stdio: 'ignore' });
  const server = {
    port,
    cpu() {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(stat[11]) + Number(stat[12])) * 10_000;
    },
    memory: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
  };
  try {
    const end = performance.now() + 30_000;
    while (!(await isUp(port))) {
      if (child.exitCode !== null || performance.now() > end) throw new Error(`${target.name} did not start.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await play(server, 5);
    await measure(server);
  } finally {
    child.kill('SIGKILL');
  }
}

function isUp(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Plays streams side by side to their ends. */
async function play(server, count) {
  const begin = performance.now();
  let events = 0;
  let first;
  let memory = 0;
  const one = () =>
    new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1');
      const head = 'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer any-token\r\n';
      const length = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
      socket.write(head + length + body);
      let own = 0;
      let rest = '';
      // The end is that of the stream: aimock leaves the connection open, whatever the request says.
      const finish = () => {
        socket.destroy();
        events += own;
        if (own >= words) resolve();
        else reject(new Error(`A stream ended after ${own} of ${words} events.`));
      };
      socket.on('data', (bytes) => {
        const text = rest + bytes.toString('latin1');
        own += text.split('data: {').length - 1;
        if (own > 0) first ??= performance.now() - begin;
        // Shorter than what is searched for: nothing is counted twice.
        rest = text.slice(-6);
        if (text.includes('[DONE]')) finish();
      });
      socket.once('error', reject);
      socket.once('end', finish);
    });
  const sampling = setInterval(() => {
    memory = Math.max(memory, server.memory());
  }, 100);
  try {
    const all = [];
    // In portions, because the system's queue of new connections is short.
    for (let started = 0; started < count; started++) {
      all.push(one());
      if (started % 250 === 249) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await Promise.all(all);
  } finally {
    clearInterval(sampling);
  }
  return { events, first, memory, seconds: (performance.now() - begin) / 1000 };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
