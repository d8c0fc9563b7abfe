import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createChatClient, TimeoutError } from '../../src/client/index.ts';
import { runCli } from '../support/run-cli.ts';

type AtEnd = (end: () => void) => void;

/** Writes a piece repeatedly. */
function drip(response: ServerResponse, piece: string): void {
  const timer = setInterval(() => response.write(piece), 50);
  response.on('close', () => clearInterval(timer));
}

/** The server's behavior after the head of a turn's response. */
const streams: Record<string, (response: ServerResponse) => void> = {
  'sends nothing': () => {},
  'sends comments for ever': (response) => drip(response, ': keep-alive\n\n'),
  'drips a line without an end': (response) => {
    response.write('data: ');
    drip(response, 'x');
  },
};

/** A server that creates sessions and streams this way. */
async function serveTurns(stream: (response: ServerResponse) => void, atEnd: AtEnd): Promise<string> {
  const session = { session_id: 's1', last_updated_at: '2026-01-01T00:00:00Z' };
  const server = createServer((request, response) => {
    if (request.url?.includes('/stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      return stream(response);
    }
    const isList = request.method === 'GET' && !request.url?.includes('s1');
    const body = isList ? { items: [], next_page_token: null } : { ...session, events: [] };
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Bounds of the three readers, in milliseconds: on silence, and in total. */
const bounds = { silence: 1_000, total: 2_000 };
const options = ['--timeout', `${bounds.silence}`, '--request-timeout', `${bounds.total}`];

describe.concurrent.each(Object.entries(streams))('a server that %s', { timeout: 60_000 }, (_, stream) => {
  test('is abandoned by the client', async ({ onTestFinished }) => {
    const baseUrl = await serveTurns(stream, onTestFinished);
    const { silence, total } = bounds;
    const chat = createChatClient({
      baseUrl,
      token: 'any',
      timeout: silence,
      idleTimeout: silence,
      totalTimeout: total,
    });
    const read = async () => {
      for await (const _event of chat.streamMessages('s1', { index_ids: ['a'], prompt: 'p' }));
    };
    await expect(read()).rejects.toBeInstanceOf(TimeoutError);
  });

  test('is abandoned by record', async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'same-bounds-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const baseUrl = await serveTurns(stream, onTestFinished);
    const turn = ['--prompt', 'p', '--index-id', 'a', '--out', join(folder, 'turn.sse')];
    const { code, stderr } = await runCli(['record', '--base-url', baseUrl, '--token', 'any', ...turn, ...options]);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/was silent for 1000 ms|reached --request-timeout/);
  });

  test('does not block a run', async ({ onTestFinished }) => {
    const baseUrl = await serveTurns(stream, onTestFinished);
    const rule = ['--rule', 'stream-end-present', '--token', 'any'];
    const { code, stdout } = await runCli(['test', '--base-url', baseUrl, ...rule, ...options]);
    expect(code, stdout).not.toBe(0);
    expect(stdout).toMatch(/^The stream of POST .* It was cut before its first event\.$/m);
  });
});
