import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';
import { headers, median, start } from './target.ts';

// Mixed load for ten minutes: memory has to be flat, and nothing may fail. What is judged is the heap without its
// garbage: what the process holds of the system's memory follows the collector's taste, and is only reported.
// npm run soak [-- --minutes 10]

const at = process.argv.indexOf('--minutes');
const minutes = at === -1 ? 10 : Number(process.argv[at + 1]);
const clients = 32;
const server = await start({
  name: 'this mock',
  args: ['bin/chat-contract.js', 'mock', '--port', '0', '--speed', '20', '--log', 'off'],
  tellsHeap: true,
});
const end = Date.now() + minutes * 60_000;
const warm = Date.now() + (minutes * 60_000) / 10;
const counts: Record<string, number> = {};
const errors: string[] = [];
/** In megabytes, every ten seconds after the first tenth of the time, when the journal is full. */
const samples: { heap: number; resident: number }[] = [];

async function expectStatus(path: string, status: number, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${server.url}/api/v1/chat${path}`, { headers, ...init });
  const name = `${init.method ?? 'GET'} ${status}`;
  counts[name] = (counts[name] ?? 0) + 1;
  if (response.status !== status) errors.push(`${name} ${path}: ${response.status}`);
  return response;
}

/** A whole session: created, prompted, disconnected once during a turn, titled, read, deleted. */
async function live(): Promise<void> {
  const post = (json: unknown) => ({ method: 'POST', body: JSON.stringify(json) });
  const created = await expectStatus('', 201, post({ index_ids: ['a'] }));
  const { session_id: id } = (await created.json()) as { session_id: string };
  const turn = (prompt: string) => post({ index_ids: ['a'], prompt });
  await (await expectStatus(`/${id}/messages/stream`, 200, turn('#retrieval'))).text();
  const left = await expectStatus(`/${id}/messages/stream`, 200, turn('#long-answer'));
  // Cancelled by its reader: a body that is being read cannot be cancelled itself, and its connection would stay open.
  const reader = left.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await (await expectStatus(`/${id}/title`, 200, post({ first_message: 'How much did revenue grow?' }))).text();
  await (await expectStatus(`/${id}`, 200)).text();
  await (await expectStatus('?page_size=100', 200)).text();
  await (await expectStatus(`/${id}/messages/stream`, 422, post({ prompt: 7 }))).text();
  await expectStatus(`/${id}`, 204, { method: 'DELETE' });
  await (await expectStatus(`/${id}`, 404)).text();
}

const client = async () => {
  while (Date.now() < end) await live().catch((error) => errors.push(String(error)));
};
const sampling = async () => {
  while (Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(10_000, minutes * 2000)));
    if (Date.now() > warm) samples.push({ heap: await server.heap(), resident: server.memory() });
  }
};
await Promise.all([sampling(), ...Array.from({ length: clients }, client)]);
await server.stop();

const third = Math.floor(samples.length / 3);
const first = median(samples.slice(0, third).map(({ heap }) => heap));
const last = median(samples.slice(-third).map(({ heap }) => heap));
// In ten minutes, a test machine handled 450,000 requests and the heap grew by 0.3 MB: a leak of five bytes per request
// is visible.
const flat = last < first + Math.max(2, first * 0.05);
const report = { minutes, counts, errors: errors.slice(0, 20), errorCount: errors.length, first, last, flat, samples };
mkdirSync(join(packageRoot, 'bench/mock'), { recursive: true });
writeFileSync(join(packageRoot, 'bench/mock/soak.json'), `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
if (!flat || errors.length > 0) throw new Error('The soak failed: memory grew, or a request did.');
