import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/shared/package-root.ts';
import { headers, type Running } from './target.ts';

/** The cost of one kind of load. */
export interface Load {
  requestsPerSecond: number;
  /** Of the server, in microseconds. */
  cpuPerRequest: number;
}

type Autocannon = (options: {
  url: string;
  connections: number;
  duration: number;
  headers: Record<string, string>;
  method?: 'POST';
  body?: string;
}) => Promise<{ requests: { total: number }; non2xx: number }>;

export const loads = ['list', 'create'] as const;

const connections = 64;
const script = `wrk.method = "POST"; wrk.body = '{"index_ids":["idx_a"]}'
wrk.headers["Content-Type"] = "application/json"; wrk.headers["Authorization"] = "Bearer any-token"`;
const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
export const loadMaker = hasWrk ? 'wrk' : 'autocannon';

/** Sends as many requests as the server accepts, for the given seconds. */
export async function applyLoad(server: Running, load: (typeof loads)[number], seconds: number): Promise<Load> {
  const before = server.cpu();
  const begin = performance.now();
  const count = await (hasWrk ? runWrk : runAutocannon)(`${server.url}/api/v1/chat`, load, seconds);
  const elapsed = (performance.now() - begin) / 1000;
  return { requestsPerSecond: count / elapsed, cpuPerRequest: (server.cpu() - before) / count };
}

async function runWrk(url: string, load: string, seconds: number): Promise<number> {
  const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'post.lua');
  writeFileSync(file, script);
  const kind = load === 'create' ? ['-s', file] : ['-H', `Authorization: ${headers.authorization}`];
  const args = ['-t1', `-c${connections}`, `-d${seconds}`, ...kind, url];
  const { stdout } = await promisify(execFile)('wrk', args);
  if (/Non-2xx/.test(stdout)) throw new Error(`${url} refused requests:\n${stdout}`);
  return Number(/(\d+) requests in/.exec(stdout)?.[1]);
}

async function runAutocannon(url: string, load: string, seconds: number): Promise<number> {
  const body = load === 'create' ? { method: 'POST' as const, body: '{"index_ids":["idx_a"]}' } : {};
  const autocannon: Autocannon = createRequire(join(packageRoot, 'bench/package.json'))('autocannon');
  const { requests, non2xx } = await autocannon({ url, connections, duration: seconds, headers, ...body });
  if (non2xx > 0) throw new Error(`${url} refused ${non2xx} requests.`);
  return requests.total;
}
