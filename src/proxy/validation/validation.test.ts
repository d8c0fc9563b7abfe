import { createServer, get, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RatedViolation } from '../../../contract-tests/run/evaluate.ts';
import { startMock } from '../../../mock/node/start-mock.ts';
import { type ProxyOptions, startProxy } from '../start-proxy.ts';

async function proxyTo(upstream: string, options: Partial<ProxyOptions> = {}) {
  const violations: RatedViolation[] = [];
  const proxy = await startProxy({ upstream, onViolation: (one) => violations.push(one), ...options });
  onTestFinished(() => proxy.close());
  return { proxy, url: proxy.url, violations };
}

async function proxyToServer(listener: RequestListener, options?: Partial<ProxyOptions>) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return proxyTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
}

const headers = { authorization: 'Bearer secret-token-1234', 'content-type': 'application/json' };
const json = (status: number, body: unknown, more: Record<string, string> = {}): RequestListener => {
  return (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body));
};
const turn = JSON.stringify({ index_ids: ['idx_1'], prompt: 'How much?' });

test('reports no violation of a server that satisfies the contract, and lists its coverage', async () => {
  const mock = await startMock({ speed: 'max' });
  onTestFinished(() => mock.close());
  const { proxy, url, violations } = await proxyTo(mock.url);
  const created = await fetch(`${url}/api/v1/chat`, { method: 'POST', headers, body: '{}' });
  const { session_id: id } = await created.json();
  const stream = await fetch(`${url}/api/v1/chat/${id}/messages/stream`, { method: 'POST', headers, body: turn });
  expect(await stream.text()).toContain('"type":"stop"');
  await (await fetch(`${url}/api/v1/chat/${id}`, { headers })).text();
  await (await fetch(`${url}/api/v1/chat/unknown`, { headers })).text();
  const report = await proxy.report();
  expect(violations).toEqual([]);
  expect(report).toMatchObject({ conforms: true, requests: 4, turns: 1, violations: [] });
  expect(report.coverage.operations).toEqual(expect.arrayContaining(['createSession', 'streamMessages', 'getSession']));
  expect(report.rules.find(({ id: rule }) => rule === 'response-body-schema')?.status).toBe('kept');
});

describe('a response', () => {
  test.each<[string, RequestListener, string, RegExp]>([
    ['that misses a field', json(200, { items: [{ session_id: 's' }] }), 'response-body-schema', /last_updated_at/],
    ['with an undocumented status', json(203, { items: [] }), 'status-documented', /203/],
    ['of another type', json(200, { items: [] }, { 'content-type': 'text/html' }), 'content-type-documented', /html/],
    ['with a server error', json(500, { detail: 'x' }), 'no-server-error', /500/],
    [
      'that is compressed',
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(JSON.stringify({ items: 1 }))),
      'response-body-schema',
      /items/,
    ],
  ])('%s is reported immediately, and forwarded unchanged', async (_, listener, rule, message) => {
    const { proxy, url, violations } = await proxyToServer(listener);
    const response = await fetch(`${url}/api/v1/chat`, { headers });
    await response.arrayBuffer();
    await expect.poll(() => violations.map((one) => one.rule)).toContain(rule);
    const found = violations.find((one) => one.rule === rule)!;
    expect(found.message).toMatch(message);
    expect(found.operation).toBe('listSessions');
    const report = await proxy.report();
    expect(report.conforms).toBe(false);
    expect(report.violations.find((one) => one.rule === rule)?.reproduce).toMatch(/^curl .*\/api\/v1\/chat/);
    expect(JSON.stringify(report)).not.toContain('secret-token-1234');
  });

  test('lists in a header the violations that are known before its body', async () => {
    const { url } = await proxyToServer(json(203, { items: [] }));
    const response = await fetch(`${url}/api/v1/chat?page_size=0`, { headers });
    expect(response.headers.get('x-contract-violations')).toBe('request-valid;at="query.page_size"');
    const other = await fetch(`${url}/api/v1/chat`, { headers });
    expect(other.headers.get('x-contract-violations')).toBe('status-documented');
  });

  test('longer than the limit is forwarded, and reported as not validated', async () => {
    const { proxy, url, violations } = await proxyToServer(json(200, { items: 'x'.repeat(5000) }), { bodyLimit: 1000 });
    expect(await (await fetch(`${url}/api/v1/chat`, { headers })).json()).toEqual({ items: expect.any(String) });
    const report = await proxy.report();
    expect(violations).toEqual([]);
    expect(report.untried).toEqual([{ operation: 'listSessions', reason: 'the response body is too long (1 times)' }]);
  });
});

test.each([
  [304, { 'if-none-match': '"x"' }, true],
  [304, {}, false],
  [206, { range: 'bytes=0-1' }, true],
  [412, { 'if-match': '"x"' }, true],
  [418, { 'if-match': '"x"' }, false],
])('reports no violation for a %i to a request with %j: %s', async (status, asked, isSpared) => {
  const { proxy, url, violations } = await proxyToServer((_, response) => response.writeHead(status).end());
  await (await fetch(`${url}/api/v1/chat`, { headers: { ...headers, ...asked } })).text();
  const report = await proxy.report();
  expect(report.requests).toBe(1);
  expect(violations.length === 0).toBe(isSpared);
});

test.each([
  ['gzip, br', brotliCompressSync(gzipSync('{"items":1}'))],
  ['identity, GZIP', gzipSync('{"items":1}')],
  ['deflate', deflateRawSync('{"items":1}')],
])('validates a body with the content coding %s', async (coding, body) => {
  const { url, violations } = await proxyToServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding }).end(body),
  );
  await new Promise((resolve) =>
    get(`${url}/api/v1/chat`, { headers }, (response) => response.resume().on('end', resolve)),
  );
  await expect.poll(() => violations.map(({ message }) => message)).toEqual([expect.stringContaining('items')]);
});

test.each([
  ['gzip', gzipSync('{"index_ids":1}')],
  ['gzip, br', brotliCompressSync(gzipSync('{"index_ids":1}'))],
])('validates a request with the content coding %s', async (coding, body) => {
  const { proxy, url, violations } = await proxyToServer(json(422, { detail: [] }));
  const encoded = { ...headers, 'content-encoding': coding };
  await (await fetch(`${url}/api/v1/chat`, { method: 'POST', headers: encoded, body })).text();
  await proxy.report();
  expect(violations.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
    expect.stringMatching(/^request-valid body\.index_ids: /),
  ]);
  expect(violations[0]!.exchange.request.body).toBe('{"index_ids":1}');
});

test('validates a request even if its response arrives first', async () => {
  const { proxy, url, violations } = await proxyToServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
    setTimeout(() => response.end('}'), 300);
  });
  const sent = request(`${url}/api/v1/chat`, { method: 'POST', headers });
  const done = new Promise((resolve) => sent.on('response', (response) => response.resume().on('end', resolve)));
  sent.write('{"index_ids":');
  sent.on('response', () => sent.end('1}'));
  await done;
  await proxy.report();
  expect(violations.map(({ rule }) => rule)).toContain('request-valid');
});

test.each(['POST /nowhere', 'PUT /api/v1/chat'])(
  'forwards an early response to %s, which the contract does not have',
  async (line) => {
    const { proxy, url, violations } = await proxyToServer((_, response) => void response.writeHead(401).end('{}'));
    const [method, path] = line.split(' ') as [string, string];
    const sent = request(url + path, { method, headers });
    const status = new Promise((resolve) => {
      sent.on('error', () => {});
      sent.on('response', (response) => resolve(response.resume().statusCode));
    });
    sent.write('{"index_ids":');
    expect(await status).toBe(401);
    sent.end('1}');
    await proxy.report();
    expect(violations.map(({ rule }) => rule)).toEqual(['request-valid']);
  },
);

test('reports no credential of a path, a query or another header', async () => {
  const { url, violations } = await proxyToServer(json(500, {}));
  const token = 'sk-live+0123456789';
  const sent = { authorization: `Bearer ${token}`, 'x-debug': `as ${token}` };
  const query = `page_token=${encodeURIComponent(token)}&access_token=another-secret&page_size=2`;
  await (await fetch(`${url}/api/v1/chat/${token}?${query}`, { headers: sent })).text();
  await expect.poll(() => violations.length).toBeGreaterThan(0);
  const [{ exchange }] = violations as [RatedViolation];
  expect(exchange.request.target).toBe(
    '/api/v1/chat/[token]?page_token=%5Btoken%5D&access_token=%5Btoken%5D&page_size=2',
  );
  expect(JSON.stringify(violations)).not.toMatch(/0123456789|another-secret/);
});

test('reports a body of thousands of levels', async () => {
  const { url, violations } = await proxyToServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('['.repeat(9000) + ']'.repeat(9000));
  });
  await (await fetch(`${url}/api/v1/chat`, { headers })).text();
  await expect.poll(() => violations.map(({ rule }) => rule)).toContain('response-body-schema');
});

test.each([
  [
    'an invalid body',
    '/api/v1/chat/s/messages/stream',
    { method: 'POST', body: '{"prompt":1}' },
    /body\.index_ids|body\.prompt/,
  ],
  ['an unknown path', '/nothing', {}, /no such path/],
  ['a wrong method', '/api/v1/chat', { method: 'PUT' }, /^method: .*GET/],
  ['no credential', '/api/v1/chat', { headers: {} }, /^credential: /],
])('forwards and reports a request with %s', async (_, path, init, message) => {
  let count = 0;
  const { url, violations } = await proxyToServer((_request, response) => {
    count++;
    json(422, { detail: [{ loc: ['body'], msg: 'no', type: 'x' }] })(_request, response);
  });
  await (await fetch(url + path, { headers, ...init })).text();
  expect(count).toBe(1);
  expect(violations.filter(({ rule }) => rule === 'request-valid')).toEqual(
    expect.arrayContaining([expect.objectContaining({ message: expect.stringMatching(message) })]),
  );
});

test('reports an event as it arrives, with its place', async () => {
  let end = () => {};
  const { url, violations } = await proxyToServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"type":"text"}\n\n');
    end = () => response.end('data: {"type":"stop","error":null,"is_error":false,"usage":{"turns":1}}\n\n');
  });
  const response = await fetch(`${url}/api/v1/chat/s/messages/stream`, { method: 'POST', headers, body: turn });
  await expect.poll(() => violations.map(({ rule }) => rule)).toContain('stream-event-schema');
  expect(violations.find(({ rule }) => rule === 'stream-event-schema')?.at).toMatchObject({ message: 1 });
  end();
  await response.text();
  await expect.poll(() => violations.filter(({ rule }) => rule === 'stream-event-schema')).toHaveLength(1);
});

test.each(['end-after-event:3', 'reset-after-event:3', 'drop-event:2', 'garbage-frame:2'])(
  'does not blame the upstream for the fault %s of the proxy',
  async (fault) => {
    const mock = await startMock({ speed: 'max' });
    onTestFinished(() => mock.close());
    await mock.seed({ sessions: [{ session_id: 'ses_1', minutes_ago: 1 }] });
    const { proxy, url, violations } = await proxyTo(mock.url, { faults: [fault] });
    await fetch(`${url}/api/v1/chat/ses_1/messages/stream`, { method: 'POST', headers, body: turn })
      .then((response) => response.text())
      .catch(() => {});
    await expect.poll(async () => (await proxy.report()).turns).toBe(1);
    expect(violations).toEqual([]);
  },
);

test('validates a session against any other document', async () => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/pets/{id}': {
        get: {
          operationId: 'getPet',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
          responses: {
            200: {
              description: 'A pet',
              content: { 'application/json': { schema: { type: 'object', required: ['name'] } } },
            },
          },
        },
      },
    },
  };
  const { url, violations } = await proxyToServer(json(200, {}), { document });
  await (await fetch(`${url}/pets/x`)).text();
  await expect.poll(() => violations.map(({ rule }) => rule).sort()).toEqual(['request-valid', 'response-body-schema']);
});
