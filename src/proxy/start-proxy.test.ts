import { createServer, get, type IncomingMessage, type RequestListener, request } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ProxyOptions, startProxy } from './start-proxy.ts';

/** An upstream and a proxy in front of it. */
async function proxyTo(listener: RequestListener, options: Partial<ProxyOptions> = {}, path = '') {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = await startProxy({ upstream: upstream + path, ...options });
  onTestFinished(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
  return { url: proxy.url, upstream, proxy };
}

async function readAll(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += chunk;
  return text;
}

/** Sends a request and returns the response with its raw headers. */
async function ask(url: string, options: Parameters<typeof request>[1] = {}, body?: string) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, { agent: false, ...options }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  const text = await readAll(response);
  return { status: response.statusCode, raw: response.rawHeaders, headers: response.headers, text, response };
}

describe('a request', () => {
  test('reaches the upstream as it was sent, with its own Host and without hop-by-hop headers', async () => {
    let seen: { method?: string; url?: string; raw: string[]; text: string } | undefined;
    const { url, upstream } = await proxyTo(
      async (message, response) => {
        seen = { method: message.method!, url: message.url!, raw: message.rawHeaders, text: await readAll(message) };
        response.end('ok');
      },
      {},
      '/base/',
    );
    await ask(
      `${url}/a%2Fb//c?x=1&x=2&q=%E0`,
      {
        method: 'PATCH',
        headers: [
          'Host',
          'page.test',
          'X-One',
          'a',
          'x-one',
          'b',
          'Connection',
          'close, X-Hop',
          'X-Hop',
          '1',
          'TE',
          'trailers',
          'Content-Length',
          '3',
        ],
      } as object,
      'abc',
    );
    expect(seen).toMatchObject({ method: 'PATCH', url: '/base/a%2Fb//c?x=1&x=2&q=%E0', text: 'abc' });
    const names = seen!.raw.filter((_, index) => index % 2 === 0);
    expect(seen!.raw[seen!.raw.indexOf('host') + 1]).toBe(new URL(upstream).host);
    expect(names.filter((name) => /^(x-hop|te|keep-alive)$/i.test(name))).toEqual([]);
    expect(seen!.raw.join('|')).toContain('X-One|a|x-one|b');
  });

  test('is never forwarded to another host', async () => {
    let target = '';
    const { url } = await proxyTo((message, response) => {
      target = `${message.headers.host} ${message.url}`;
      response.end();
    });
    const { host, port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET http://evil.example/secret?x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    for await (const _ of socket);
    expect(target).not.toContain('evil');
    expect(target).toMatch(/ \/secret\?x$/);
    const tunnel = connect(Number(port), '127.0.0.1');
    tunnel.write(`CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    let reply = '';
    for await (const chunk of tunnel) reply += chunk;
    expect(reply).toMatch(/^HTTP\/1\.1 405 /);
  });

  test('for another protocol is rejected', async () => {
    const { url } = await proxyTo((_, response) => response.end());
    const { status, text } = await ask(url, { headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    expect([status, text]).toEqual([501, expect.stringContaining('WebSocket')]);
  });

  test('that offers HTTP/2 without TLS is forwarded over HTTP/1.1, without the offer', async () => {
    const { url } = await proxyTo((message, response) => response.end(JSON.stringify(message.headers)));
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const { status, text } = await ask(url, { headers });
    expect(status).toBe(200);
    expect(text).not.toMatch(/upgrade|http2-settings/i);
  });

  test('is forwarded with thousands of headers, in both directions', async () => {
    const lines = Array.from({ length: 2500 }, (_, index) => `x-${index}: a\r\n`).join('');
    const count = (text: string) => text.match(/^x-\d+: a\r$/gm)?.length;
    let arrived = '';
    const upstream = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        arrived += chunk;
        if (arrived.endsWith('\r\n\r\n')) socket.write(`HTTP/1.1 200 OK\r\n${lines}Content-Length: 0\r\n\r\n`);
      });
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const proxy = await startProxy({ upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` });
    onTestFinished(async () => {
      await proxy.close();
      upstream.close();
    });
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\n${lines}Connection: close\r\n\r\n`);
    let reply = '';
    for await (const chunk of socket) reply += chunk;
    expect([count(arrived), count(reply)]).toEqual([2500, 2500]);
  });

  test('is forwarded with its trailers', async () => {
    const { url } = await proxyTo(async (message, response) => {
      const text = await readAll(message);
      response.end(JSON.stringify([text, message.headers['transfer-encoding'], message.trailers]));
    });
    const headers = { trailer: 'X-Sum', 'transfer-encoding': 'chunked' };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent: false, headers }, resolve);
      sent.on('error', reject);
      sent.write('abc');
      sent.addTrailers({ 'X-Sum': '42' });
      sent.end();
    });
    expect(JSON.parse(await readAll(response))).toEqual(['abc', 'chunked', { 'x-sum': '42' }]);
  });

  test.each([
    ['OPTIONS * HTTP/1.1\r\n', 'OPTIONS *'],
    ['GET https://evil.example?x HTTP/1.1\r\n', 'GET /?x'],
    ['GET ftp://evil.example/x HTTP/1.1\r\n', '400 Bad Request'],
    ['POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n', '501 Not Implemented'],
  ])('with an unusual target or coding: %j', async (begin, expected) => {
    const { url } = await proxyTo((message, response) => response.end(`${message.method} ${message.url}`));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`${begin}Host: a\r\nConnection: close\r\n\r\n`);
    let reply = '';
    for await (const chunk of socket) reply += chunk;
    expect(reply).toContain(expected);
  });

  test('streams: the upstream has the first bytes before the client has sent the last', async () => {
    const arrived: string[] = [];
    const { url } = await proxyTo((message, response) => {
      message.on('data', (chunk) => arrived.push(String(chunk)));
      message.on('end', () => response.end(arrived.join('+')));
    });
    const done = new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent: false }, resolve);
      sent.on('error', reject);
      sent.write('one');
      void expect
        .poll(() => arrived)
        .toEqual(['one'])
        .then(() => sent.end('two'));
    });
    expect(await readAll(await done)).toBe('one+two');
  });
});

describe('a response', () => {
  test('is forwarded unchanged: status, repeated headers, compressed bytes, trailers', async () => {
    const body = gzipSync('{"a":1}');
    const { url } = await proxyTo((_, response) => {
      response.writeHead(418, 'Short and stout', [
        'Set-Cookie',
        'a=1; Path=/',
        'Set-Cookie',
        'b=2',
        'X-Case',
        'Yes',
        'Content-Encoding',
        'gzip',
        'Trailer',
        'X-Sum',
      ]);
      response.write(body);
      response.addTrailers({ 'X-Sum': '42' });
      response.end();
    });
    const response = await new Promise<IncomingMessage>((resolve) => get(url, { agent: false }, resolve));
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect([response.statusCode, response.statusMessage]).toEqual([418, 'Short and stout']);
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
    expect(response.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2']);
    expect(response.rawHeaders).toContain('X-Case');
    expect(response.trailers).toEqual({ 'x-sum': '42' });
  });

  test.each([
    ['HEAD', 200, { 'content-length': '5' }],
    ['GET', 204, {}],
    ['GET', 304, { etag: '"x"', 'content-length': '5' }],
  ])('without a body is forwarded: %s %i', async (method, status, headers) => {
    const { url } = await proxyTo((_, response) => response.writeHead(status, headers).end());
    const seen = await ask(url, { method });
    expect(seen).toMatchObject({ status, text: '', headers });
    expect(seen.headers['transfer-encoding']).toBeUndefined();
  });

  test('that streams is forwarded event by event, and ends at the upstream when the client disconnects', async () => {
    let left = false;
    let more = () => {};
    const { url } = await proxyTo((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      more = () => void response.write('data: 2\n\n');
      response.on('close', () => {
        left = true;
      });
    });
    const stop = new AbortController();
    const { body } = await fetch(url, { signal: stop.signal });
    const reader = body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 1\n\n');
    more();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 2\n\n');
    stop.abort();
    await expect.poll(() => left).toBe(true);
  });

  test('that the upstream cuts is cut for the client', async () => {
    const { url } = await proxyTo((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(url)).rejects.toThrow(/aborted|reset|hang up/i);
  });

  test('that the client does not read is not read from the upstream', async () => {
    let written = 0;
    const { url } = await proxyTo((_, response) => {
      response.writeHead(200);
      const block = Buffer.alloc(65_536);
      const write = () => {
        while (written < 400 * block.length && !response.destroyed) {
          written += block.length;
          if (!response.write(block)) return void response.once('drain', write);
        }
        response.end();
      };
      write();
    });
    const response = await new Promise<IncomingMessage>((resolve) => get(url, { agent: false }, resolve));
    response.pause();
    let before = -1;
    await expect
      .poll(
        () => {
          const same = written === before;
          before = written;
          return same;
        },
        { interval: 200 },
      )
      .toBe(true);
    expect(written).toBeLessThan(400 * 65_536);
    response.resume();
    let length = 0;
    for await (const chunk of response) length += chunk.length;
    expect(length).toBe(400 * 65_536);
  });

  test.each([
    ['location', (upstream: string) => `${upstream}/base/next?x#y`, (url: string) => `${url}/next?x#y`],
    ['location', () => '/base/next', () => '/next'],
    ['location', (upstream: string) => `${upstream}/base?x`, (url: string) => `${url}/?x`],
    ['location', (upstream: string) => `${upstream}/basement`, (_: string, upstream: string) => `${upstream}/basement`],
    ['location', () => '/login', (_: string, upstream: string) => `${upstream}/login`],
    ['set-cookie', () => 'a=1; Path=/base/api; Secure', () => ['a=1; Path=/api; Secure']],
    ['set-cookie', () => 'a=1; path=/base', () => ['a=1; path=/']],
    ['location', () => 'next', () => 'next'],
    ['location', () => 'https://other.example/base', () => 'https://other.example/base'],
    ['set-cookie', () => 'a=1; Domain=127.0.0.1; Path=/', () => ['a=1; Path=/']],
    ['set-cookie', () => 'a=1; Domain=other.example', () => ['a=1; Domain=other.example']],
  ])('that points to the upstream is rewritten: %s', async (name, given, wanted) => {
    let own = '';
    const made = await proxyTo((_, response) => response.writeHead(302, { [name]: given(own) }).end(), {}, '/base');
    own = made.upstream;
    expect((await ask(made.url)).headers[name]).toEqual(wanted(made.url, own));
  });

  test('has CORS headers only with the option', async () => {
    const listener: RequestListener = (_, response) => response.end('ok');
    const plain = await proxyTo(listener);
    const headers = { origin: 'http://page.test' };
    expect((await ask(plain.url, { headers })).headers['access-control-allow-origin']).toBeUndefined();
    const open = await proxyTo(listener, { cors: true });
    expect((await ask(open.url, { headers })).headers['access-control-allow-origin']).toBe('http://page.test');
    const varied = await proxyTo((_, response) => response.setHeader('vary', 'accept').end(), { cors: true });
    expect((await ask(varied.url, { headers })).headers.vary).toBe('accept, origin');
    const preflight = { ...headers, 'access-control-request-method': 'POST' };
    expect((await ask(open.url, { method: 'OPTIONS', headers: preflight })).status).toBe(204);
  });
});

describe('a misbehaving upstream', () => {
  /** Sends these bytes for any request, and closes the connection. */
  async function proxyToBytes(text: string | string[], options: Partial<ProxyOptions> = {}, repeat?: string) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        const [first, ...rest] = [text].flat();
        socket.write(first!);
        for (const [index, part] of rest.entries()) setTimeout(() => socket.write(part), 20 * (index + 1));
        if (repeat === undefined) return void setTimeout(() => socket.end(), 20 * rest.length);
        const timer = setInterval(() => socket.write(repeat), 1);
        socket.on('close', () => clearInterval(timer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = await startProxy({
      upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...options,
    });
    onTestFinished(async () => {
      await proxy.close();
      server.close();
    });
    return proxy.url;
  }

  test.each([
    ['endless headers', 'HTTP/1.1 200 OK\r\n', `X-A: ${'x'.repeat(4096)}\r\n`],
    [
      'two framings',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      undefined,
    ],
    ['bytes that are not HTTP', 'hello\r\n\r\n', undefined],
    ['nothing', '', undefined],
  ])('gets a 502: %s', async (_, text, repeat) => {
    const { status, text: body } = await ask(await proxyToBytes(text, {}, repeat));
    expect([status, body]).toEqual([502, expect.stringContaining('The upstream http://127.0.0.1')]);
  });

  test.each([
    ['gzip, chunked', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
    ['foo', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: foo\r\n\r\nok'],
  ])('that uses a transfer coding that is not decoded gets a 502: %s', async (coding, text) => {
    const { status, text: body } = await ask(await proxyToBytes(text));
    expect([status, body]).toEqual([502, expect.stringContaining(`Transfer-Encoding: ${coding}`)]);
  });

  const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  test.each([
    ['in one packet', [`HTTP/1.1 100 Continue\r\n\r\n${final}`]],
    ['in parts', ['HTTP/1.1 10', '0 Continue\r\nX: y\r\n', `\r\nHTTP/1.1 100 Again\r\n\r\n`, final]],
  ])('that sends an unrequested 100 is understood: %s', async (_, parts) => {
    expect(await ask(await proxyToBytes(parts))).toMatchObject({ status: 200, text: 'ok' });
  });

  test('that sends hints first has them forwarded', async () => {
    const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n';
    const url = await proxyToBytes([hint, final]);
    const links: unknown[] = [];
    const response = await new Promise<IncomingMessage>((resolve) => {
      const sent = get(url, { agent: false }, resolve);
      sent.on('information', ({ statusCode, headers }) => links.push([statusCode, headers.link]));
    });
    expect(await readAll(response)).toBe('ok');
    expect(links).toEqual([[103, '</a.css>; rel=preload']]);
  });

  test('that is silent gets a 504', async () => {
    const url = await proxyToBytes('HTTP/1.1 200', { timeout: 1000 }, '');
    expect((await ask(url)).status).toBe(504);
  });

  test('that sends less than announced is cut', async () => {
    const url = await proxyToBytes('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    await expect(ask(url)).rejects.toThrow();
  });

  test('that drips forever is cut after the total time', async () => {
    const url = await proxyToBytes(
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n',
      { requestTimeout: 500 },
      ': ping\n\n',
    );
    await expect(ask(url)).rejects.toThrow();
  });

  test('that is unreachable gets a 502', async () => {
    const proxy = await startProxy({ upstream: 'http://127.0.0.1:9' });
    onTestFinished(() => proxy.close());
    expect(await ask(proxy.url)).toMatchObject({ status: 502, text: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('a fault on live traffic', () => {
  const events = [1, 2, 3, 4].map((n) => `data: ${n}\n\n`);
  const stream: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) response.write(event);
    response.end();
  };

  test.each([
    ['drop-event:2', [1, 3, 4].map((n) => `data: ${n}\n\n`).join('')],
    ['repeat-event:2', [1, 2, 2, 3, 4].map((n) => `data: ${n}\n\n`).join('')],
    ['end-after-event:2', events.slice(0, 2).join('')],
    ['end-after-event:0', ''],
    ['stall-after-event:0:30', events.join('')],
    ['stall-after-event:1:30', events.join('')],
    ['slow-drip:7:1', events.join('')],
    ['split-at:3:12', events.join('')],
    ['latency:30:0', events.join('')],
  ])('%s', async (fault, text) => {
    const { url } = await proxyTo(stream);
    const seen = await ask(url, { headers: { prefer: `fault=${fault}` } });
    expect(seen).toMatchObject({ status: 200, text });
  });

  test.each(['reset-after-event:2', 'reset-after-event:0', 'reset-before-first-byte'])(
    '%s resets the connection',
    async (fault) => {
      const { url } = await proxyTo(stream, { faults: [fault] });
      await expect(ask(url)).rejects.toThrow(/aborted|reset|hang up/i);
    },
  );

  test('answer-503 does not reach the upstream', async () => {
    let count = 0;
    const { url } = await proxyTo((_, response) => {
      count++;
      response.end();
    });
    const seen = await ask(url, { headers: { prefer: 'fault=answer-503:7' } });
    expect(seen).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(count).toBe(0);
  });

  test.each([
    ['fault=latency:1:0', undefined],
    ['code=404, fault="latency:1:0", wait=1', 'code=404, wait=1'],
    ['fault=stream-two-stops, fault=latency:1:0', 'fault=stream-two-stops'],
    ['respond-async', 'respond-async'],
  ])('of the proxy is not requested from the upstream, too: %s', async (prefer, forwarded) => {
    const { url } = await proxyTo((message, response) => response.end(String(message.headers.prefer)));
    expect((await ask(url, { headers: { prefer } })).text).toBe(String(forwarded));
  });

  test('that only the mock supports is rejected by name', async () => {
    const message = /Invalid fault "stream-two-stops"\. Expected latency, .* or repeat-event\.$/;
    await expect(proxyTo(stream, { faults: ['stream-two-stops'] })).rejects.toThrow(message);
  });
});

describe('the journal', () => {
  test('shows proxied requests and streams, marked, and can pause, step and cut a stream', async () => {
    let write = (_: string) => {};
    const { url, proxy } = await proxyTo((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      write = (text) => void response.write(text);
      write('data: {"type":"text_delta","content":"1"}\n\n');
    });
    const response = await fetch(`${url}/api/v1/chat/s/messages/stream`, { method: 'POST', body: '{"prompt":"x"}' });
    const reader = response.body!.getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await read()).toContain('"1"');
    const [stream] = proxy.streams();
    expect(stream).toMatchObject({
      scenario: 'upstream',
      operation: 'streamMessages',
      session: 's',
      events: [{ type: 'text_delta' }],
    });
    expect(proxy.act(stream!.stream, 'pause')).toBe('done');
    write('data: {"type":"text_delta","content":"2"}\n\ndata: {"type":"text_delta","content":"3"}\n\n');
    expect(proxy.act(stream!.stream, 'step')).toBe('done');
    const second = await read();
    expect(second).toContain('"2"');
    expect(second).not.toContain('"3"');
    expect(proxy.act(stream!.stream, 'resume')).toBe('done');
    expect(await read()).toContain('"3"');
    expect(proxy.act(stream!.stream, 'cut')).toBe('done');
    await expect(reader.read()).rejects.toThrow();
    expect(proxy.streams()[0]).toMatchObject({ ended: { how: 'cut' } });
    expect(proxy.requests()).toMatchObject([
      { scenario: 'upstream', path: '/api/v1/chat/s/messages/stream', status: 200 },
    ]);
  });
});
