import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** Longer than this, no server takes to start. */
const patience = 60_000;

/** A free port of this machine. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Requests after which the processor time of one is measured: first some that are not, so that the code is compiled. */
const requests = { before: 50, measured: 400 };

/**
 * Starts a mock server, waits until it answers, and times its first response.
 *
 * @param args the program and its arguments
 * @returns undefined if it ended or never answered
 */
export async function startServer([program, ...args], port, path) {
  const began = performance.now();
  const child = spawn(program, args.map(String), { stdio: 'ignore' });
  let failed = false;
  child.once('error', () => (failed = true));
  const url = `http://127.0.0.1:${port}`;
  const answers = (target) =>
    fetch(url + target, { headers: { authorization: 'Bearer any-token' }, signal: AbortSignal.timeout(30_000) }).then(
      async (response) => ({ status: response.status, size: (await response.arrayBuffer()).byteLength }),
    );
  const isUp = () =>
    answers('/nobody/has/this').then(
      () => true,
      () => false,
    );
  while (!(await isUp())) {
    if (failed || child.exitCode !== null || performance.now() - began > patience) {
      child.kill('SIGKILL');
      return undefined;
    }
    await new Promise((wake) => setTimeout(wake, 20));
  }
  const ready = performance.now();
  const { status } = await answers(path).catch(() => ({ status: 0 }));
  const first = performance.now();
  return {
    url,
    start: (ready - began) / 1000,
    first: Math.round(first - ready),
    status,
    /** Processor time of one request, in microseconds. */
    async cpuOfRequest() {
      for (let sent = 0; sent < requests.before; sent += 1) await answers(path);
      const before = cpuSeconds(child.pid);
      for (let sent = 0; sent < requests.measured; sent += 1) await answers(path);
      return Math.round(((cpuSeconds(child.pid) - before) / requests.measured) * 1e6);
    },
    memory: () => Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(readProc(child.pid, 'status'))?.[1] ?? 0) / 1024),
    async stop() {
      const asked = performance.now();
      child.kill('SIGTERM');
      const ended = new Promise((resolve) => child.once('close', resolve));
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
      return performance.now() - asked < 9_000;
    },
  };
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** User and system time (proc(5), fields 14 and 15). */
function cpuSeconds(pid) {
  const fields = readProc(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A proxy that leaves one of the fields `names` out of each successful JSON body. */
export async function startDroppingProxy(port, names) {
  let dropped = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const upstream = request({ host: '127.0.0.1', port, method, path: url, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        const body = Buffer.concat(parts);
        const isJson = response.statusCode < 300 && /json/.test(response.headers['content-type'] ?? '');
        const { 'content-length': _, 'transfer-encoding': __, ...rest } = response.headers;
        const changed = isJson ? withoutField(body, names) : undefined;
        if (changed !== undefined) dropped += 1;
        outgoing.writeHead(response.statusCode, rest).end(changed ?? body);
      });
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Number of responses that lack a field. */
    dropped: () => dropped,
    close: () => server.closeAllConnections() ?? server.close(),
  };
}

function withoutField(body, names) {
  try {
    const value = JSON.parse(body);
    return dropFirst(value, names) ? JSON.stringify(value) : undefined;
  } catch {
    return undefined;
  }
}

function dropFirst(value, names) {
  if (typeof value !== 'object' || value === null) return false;
  const name = Array.isArray(value) ? undefined : Object.keys(value).find((key) => names.has(key));
  if (name !== undefined) return delete value[name];
  return Object.values(value).some((one) => dropFirst(one, names));
}
