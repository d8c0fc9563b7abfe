import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';

/** A server to measure. */
export interface Target {
  name: string;
  /** The arguments; `PORT` is replaced with a free port. */
  args: string[];
  /** The program (default: Node). */
  command?: string;
  /** True if `heap` is supported: Node programs only. */
  tellsHeap?: true;
}

/** A running target. */
export interface Running {
  url: string;
  /** From its start to its first response, in milliseconds. */
  started: number;
  /** Its processor time, in microseconds. */
  cpu(): number;
  /** Its memory, in megabytes. */
  memory(): number;
  /** Its heap after garbage collection, in megabytes. */
  heap(): Promise<number>;
  stop(): Promise<void>;
}

export const headers = { authorization: 'Bearer any-token', 'content-type': 'application/json' };

/** Runs before the program: on each message, collects the garbage and returns the size of the heap, in bytes. */
const heapTeller = `process.on('message', () => { gc(); process.send(process.memoryUsage().heapUsed); });
process.channel.unref();`;
const heapArguments = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(heapTeller)}`];

/** Starts a target as its users do, and sends requests until it responds. */
export async function start({ args, command = process.execPath, tellsHeap }: Target): Promise<Running> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(
    command,
    [...(tellsHeap ? heapArguments : []), ...args.map((one) => one.replace('PORT', String(port)))],
    { cwd: packageRoot, stdio: ['ignore', 'pipe', 'ignore', ...(tellsHeap ? ['ipc' as const] : [])] },
  );
  const url = await addressOf(child, args.join(' ').includes('PORT') ? `http://127.0.0.1:${port}` : undefined);
  await firstAnswer(url);
  const started = performance.now() - begin;
  return {
    url,
    started,
    cpu: () => processorTime(child.pid!),
    memory: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    heap: () =>
      new Promise((resolve, reject) => {
        if (!child.connected) return reject(new Error('This target does not tell its heap, or has ended.'));
        child.once('message', (bytes) => resolve(Number(bytes) / 2 ** 20));
        child.send('heap');
      }),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

/** User and system time in ticks of a hundredth of a second (proc(5), fields 14 and 15). */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function addressOf(child: ChildProcess, known: string | undefined): Promise<string> {
  if (known) {
    child.stdout?.resume();
    return known;
  }
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text) => {
      output += text;
      const url = /listens on (http:\S+)/.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error(`A target ended before it listened: ${output}`)));
  });
}

async function firstAnswer(url: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (performance.now() < end) {
    const answer = await fetch(`${url}/api/v1/chat`, { headers }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  throw new Error(`${url} does not answer.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The program of an installed package: the project's, or one of `bench/package.json`. */
export function programOf(name: string, file: string, folder: '' | 'bench' = ''): string {
  return join(packageRoot, folder, 'node_modules', name, file);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
