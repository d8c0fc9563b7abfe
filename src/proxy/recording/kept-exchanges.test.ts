import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { startMock } from '../../../mock/node/start-mock.ts';
import { startProxy } from '../start-proxy.ts';

const token = 'secret-token-1234';
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxy(upstream: string) {
  const running = await startProxy({ upstream });
  onTestFinished(() => running.close());
  const scenario = (number: number, sandbox?: string) =>
    fetch(`${running.url}/__mock/requests/${number}/scenario`, {
      headers: sandbox === undefined ? {} : { 'x-mock-session': sandbox },
    });
  return { running, url: running.url, scenario };
}

const ask = (url: string, id: string, prompt: string, more = {}) =>
  fetch(`${url}/api/v1/chat/${id}/messages/stream`, {
    method: 'POST',
    headers: { ...headers, ...more },
    body: JSON.stringify({ index_ids: ['idx_kept'], prompt }),
  }).then((response) => response.text());

test('saves a stream as a scenario that plays, without the ids and the token', async () => {
  const upstream = await startMock({ speed: 'max' });
  onTestFinished(() => upstream.close());
  const { url, scenario } = await proxy(upstream.url);
  const created = await fetch(`${url}/api/v1/chat`, {
    method: 'POST',
    headers: { ...headers, 'x-mock-session': 'mine' },
    body: '{}',
  });
  const { session_id: id } = await created.json();
  const stream = await ask(url, id, 'How much did revenue grow?', { 'x-mock-session': 'mine' });
  expect((await scenario(2)).status).toBe(404);
  await expect.poll(async () => (await scenario(2, 'mine')).status).toBe(200);
  const response = await scenario(2, 'mine');
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="streammessages-how-much-did-revenue-grow.sse"',
  );
  const text = await response.text();
  expect(text).toContain(': prompt is "How much did revenue grow?"');
  expect(text).not.toContain(id);
  expect(text).not.toContain(token);
  const mock = await startMock({ scenarios: { 'saved.sse': text }, speed: 'max' });
  onTestFinished(() => mock.close());
  const played = await ask(mock.url, 'ses_demo_welcome', 'How much did revenue grow?');
  const types = (events: string) => [...events.matchAll(/"type":"(\w+)"/g)].map(([, type]) => type);
  expect(types(played)).toEqual(types(stream));
});

test('decodes compressed bodies, in the journal too', async () => {
  const body = { items: [], next_page_token: `of ${token}` };
  const upstream = await serve((_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync(JSON.stringify(body))),
  );
  const { url, running, scenario } = await proxy(upstream);
  await (await fetch(`${url}/api/v1/chat`, { headers })).text();
  await expect.poll(() => running.requests()[0]).toMatchObject({ scenario: 'upstream', responseBody: { items: [] } });
  expect(await (await scenario(1)).text()).toContain('of [token]');
});

test('does not save an exchange that is too long, cut, or of no operation, and says why', async () => {
  const upstream = await serve((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (request.url?.includes('page_size=1')) response.end(JSON.stringify({ items: 'x'.repeat(2_000_000) }));
    else response.write('{"items"', () => response.destroy());
  });
  const { url, scenario } = await proxy(upstream);
  for (const path of ['/api/v1/chat?page_size=1', '/api/v1/chat', '/elsewhere']) {
    await fetch(url + path, { headers })
      .then((response) => response.text())
      .catch(() => {});
  }
  const reasons = await Promise.all([1, 2, 3].map(async (number) => (await (await scenario(number)).json()).detail));
  expect(reasons).toEqual([
    expect.stringContaining('longer than 1 MB'),
    expect.stringContaining('broke off'),
    expect.stringContaining('no longer stored'),
  ]);
});

test('lists violations with their request and a command that repeats it', async () => {
  const upstream = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":5}'),
  );
  const { url, running } = await proxy(upstream);
  await (await fetch(`${url}/api/v1/chat?page_size=0`, { headers })).text();
  await expect.poll(() => running.requests()[0]?.violations?.length).toBeGreaterThan(1);
  const [request] = running.requests();
  expect(request?.violations?.map(({ message }) => message).join()).toMatch(/page_size/);
  for (const { curl, severity } of request?.violations ?? []) {
    expect(curl).toMatch(new RegExp(`^curl .*${upstream}/api/v1/chat\\?page_size=0`));
    expect(curl).not.toContain(token);
    expect(['error', 'warning']).toContain(severity);
  }
  running.clearRequests();
  expect(running.requests()).toEqual([]);
});
