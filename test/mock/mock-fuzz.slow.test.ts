import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { createChoices, type FuzzRequest, makeFuzzRequest } from '../support/fuzz-requests.ts';
import { program } from '../support/run-process.ts';

// Repeat a run: FUZZ_SEED=… node_modules/.bin/vitest run test/mock-fuzz. For an hour: npm run fuzz.
const seconds = Number(process.env.FUZZ_SECONDS ?? 20);
const seed = Number(process.env.FUZZ_SEED ?? 20260422);
const clients = 8;
/** Maximum time of a request, in milliseconds. */
const patience = 15_000;

test(`survives ${seconds} s of invalid requests (seed ${seed})`, { timeout: seconds * 1000 + 60_000 }, async () => {
  const { port, pid, printed, exited } = await startTarget();
  const begin = Date.now();
  const settled = begin + Math.min(5000, seconds * 250);
  let level = 0;
  const kinds = new Map<string, number>();
  const failures: string[] = [];
  let number = 0;

  const client = async () => {
    while (Date.now() < begin + seconds * 1000 && failures.length < 5) {
      const mine = number++;
      const request = makeFuzzRequest(createChoices(seed + mine));
      const problem = judge(request, await exchange(port, request));
      if (problem) failures.push(`FUZZ_SEED=${seed + mine}: ${request.kind}: ${problem}`);
      kinds.set(request.kind, (kinds.get(request.kind) ?? 0) + 1);
      if (level === 0 && Date.now() > settled) level = residentMegabytes(pid);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));

  expect(failures).toEqual([]);
  expect(exited()).toBe(false);
  expect(printed()).not.toMatch(/internal error|The mock itself|Error/);
  expect([...kinds.keys()].length).toBeGreaterThan(25);
  // The garbage collector decides when it gives memory back, so the level is a wide one; a leak of a few kB a request
  // passes it all the same within the half minute.
  await expect.poll(() => residentMegabytes(pid), { timeout: 10_000 }).toBeLessThan(Math.max(300, level * 1.6));
  const health = await fetch(`http://127.0.0.1:${port}/api/v1/chat`, { headers: { authorization: 'Bearer x' } });
  expect(health.status).toBe(200);
});

async function startTarget() {
  const args = [program, 'mock', '--port', '0', '--speed', 'max', '--log', 'json'];
  const child = spawn(process.execPath, args, { cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let printed = '';
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  child.stdout.on('data', (text) => {
    output += text;
  });
  // Request lines are many, so only other output is stored.
  child.stderr.on('data', (text) => {
    printed += String(text).replace(/^\{"at".*\}\n/gm, (line) => (line.includes('"failure"') ? line : ''));
  });
  await expect.poll(() => output, { timeout: 15_000 }).toMatch(/listens on/);
  const port = Number(/listens on http:\/\/[\d.]+:(\d+)/.exec(output)![1]);
  return { port, pid: child.pid!, printed: () => printed, exited: () => exited };
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Sends a request, and returns the bytes until the connection closes. */
async function exchange(port: number, { pieces, breaksOff }: FuzzRequest): Promise<Buffer | 'hangs'> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('error', () => {});
  socket.on('data', (chunk) => chunks.push(chunk));
  const closed = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')));
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    if (!socket.destroyed) socket.write(piece);
  }
  if (breaksOff) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    socket.destroy();
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hangs'>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), patience);
  });
  const end = await Promise.race([closed, late]);
  clearTimeout(timer);
  socket.destroy();
  return end === 'hangs' ? 'hangs' : Buffer.concat(chunks);
}

/** The problems of the responses; undefined if there are none. */
function judge({ breaksOff, right, answers = 1 }: FuzzRequest, received: Buffer | 'hangs'): string | undefined {
  if (received === 'hangs') return 'no answer';
  if (breaksOff) return undefined;
  const text = received.toString();
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  if (right) return statuses[0]! >= 200 && statuses[0]! < 300 ? undefined : `not taken: ${text.slice(0, 300)}`;
  if (statuses.length !== answers) return `${statuses.length} answers and not ${answers}: ${text.slice(0, 300)}`;
  const wrong = statuses.find((status) => status < 400 || status >= 500);
  if (wrong !== undefined) return `answered with ${wrong}: ${text.slice(0, 300)}`;
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  return answers === 1 ? judgeError(body) : undefined;
}

/** The documented format of an error response: one sentence, or a list of locations with their reasons. */
function judgeError(body: string): string | undefined {
  let detail: unknown;
  try {
    detail = JSON.parse(body).detail;
  } catch {
    return `no JSON: ${body.slice(0, 300)}`;
  }
  if (typeof detail === 'string') return detail.length >= 10 && detail.length < 5000 ? undefined : `says ${detail}`;
  const isEntry = (one: { loc?: unknown; msg?: unknown; type?: unknown }) =>
    Array.isArray(one.loc) && typeof one.msg === 'string' && one.msg.length >= 10 && typeof one.type === 'string';
  return Array.isArray(detail) && detail.length > 0 && detail.every(isEntry)
    ? undefined
    : `shape: ${body.slice(0, 300)}`;
}
