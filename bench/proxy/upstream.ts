import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A server to forward to: a fixed list, and an event stream whose events carry the time at which they were written.

const list = Buffer.from(
  JSON.stringify({
    items: Array.from({ length: 5 }, (_, index) => ({
      session_id: `ses_${index}`,
      last_updated_at: '2026-01-02T03:04:05Z',
      generated_title: 'A session',
      index_ids: ['idx_1'],
      job_metadata: null,
    })),
    next_page_token: null,
  }),
);
const json = { 'content-type': 'application/json', 'content-length': list.length };
const stop = { type: 'stop', error: null, is_error: false, usage: { turns: 1 } };

const server = createServer((request, response) => {
  request.resume();
  if (!request.url?.includes('/stream')) {
    response.writeHead(200, json).end(list);
    return;
  }
  const { searchParams } = new URL(request.url, 'http://bench');
  const count = Number(searchParams.get('count') ?? 100);
  const pause = Number(searchParams.get('pause') ?? 10);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const timer = setInterval(() => {
    if (sent++ < count) {
      const content = String(process.hrtime.bigint());
      response.write(`event: delta\ndata: ${JSON.stringify({ type: 'text_delta', content })}\n\n`);
      return;
    }
    clearInterval(timer);
    response.end(`data: ${JSON.stringify(stop)}\n\n`);
  }, pause);
  response.on('close', () => clearInterval(timer));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
