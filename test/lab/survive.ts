import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../../src/shared/package-root.ts';
import type { HostileServer } from './hostile/hostile-server.ts';
import { laboratoryToken } from './reference-server.ts';

/** The result of a run against a hostile server. */
export interface Survival {
  /** The exit code, or the signal that ended the process. */
  code: number | string;
  seconds: number;
  /** The largest resident size of any process of the run; 0 if the system does not report it. */
  megabytes: number;
  /** The output of the run. */
  output: string;
  /** Observations of the server. */
  noticed?: string;
}

/** Maximum resident size of each process of a run, in megabytes. */
const mostMemory = 500;

/** The time-outs of most runs against hostile servers: short, because there are many servers. */
const short = ['--timeout', '1500', '--request-timeout', '6000'];

/** Runs the built command against a hostile server. It is killed after 150 seconds. */
export async function survive(hostile: HostileServer, timeouts: readonly string[] = short): Promise<Survival> {
  const server = await hostile.start();
  const startedAt = performance.now();
  const line = ['test', '--base-url', server.url, '--token', laboratoryToken, ...timeouts, '--strict'];
  const child = spawn(process.execPath, ['bin/chat-contract.js', ...line], { cwd: packageRoot });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  let code: number | string | undefined;
  const closed = new Promise<void>((resolve) =>
    child.on('close', (exit, signal) => {
      code = exit ?? signal ?? 'none';
      resolve();
    }),
  );
  const guard = setTimeout(() => child.kill('SIGKILL'), 150_000);
  let megabytes = 0;
  while (code === undefined) {
    megabytes = Math.max(megabytes, ...withChildren(child.pid ?? 0).map(peakMemory));
    await Promise.race([closed, wait(50)]);
  }
  clearTimeout(guard);
  const seconds = (performance.now() - startedAt) / 1000;
  const noticed = server.check?.();
  await server.close();
  return { code, seconds, megabytes, output, ...(noticed === undefined ? {} : { noticed }) };
}

/** The forbidden effects of a run against a hostile server; empty if it survived. */
export function findHarm({ conforms }: HostileServer, { code, megabytes, output, noticed }: Survival): string[] {
  return [
    code === 1 || code === 2 || (code === 0 && conforms) ? undefined : 'exit code',
    megabytes > mostMemory ? 'memory' : undefined,
    noticed,
    /^ +at .+(:\d+:\d+|<anonymous>)\)?$/m.test(output) ? 'a stack trace in the output' : undefined,
    output.includes(laboratoryToken) ? 'the token is in the output' : undefined,
    /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(output) ? 'control characters in the output' : undefined,
  ].filter((finding) => finding !== undefined);
}

/** The process and its descendants, from /proc. */
function withChildren(pid: number): number[] {
  const children = readProcess(pid, `task/${pid}/children`).trim().split(/\s+/).filter(Boolean).map(Number);
  return [pid, ...children.flatMap(withChildren)];
}

/** The maximum resident size of one process so far, in megabytes. */
const peakMemory = (pid: number) =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readProcess(pid, 'status'))?.[1] ?? 0) / 1024);

function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
