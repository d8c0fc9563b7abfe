import { exec } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { mockForTest, runCli } from '../support/run-cli.ts';

const headers = { authorization: 'Bearer secret-token', 'content-type': 'application/json' };

test('prints the address, the operations and a curl line that streams, and exits with 0 on Ctrl-C', async () => {
  const mock = await mockForTest(['--speed', 'max']);
  const { stdout: greeting } = mock.printed();
  expect(greeting).toMatch(/http:\/\/127\.0\.0\.1:\d+\n/);
  expect(greeting.match(/^ {2}(GET|POST|DELETE) +\/api\/v1\/chat/gm)).toHaveLength(7);
  const line = /^ {2}(curl -N .*)$/m.exec(greeting)![1]!;
  const { stdout } = await promisify(exec)(line);
  expect(stdout).toMatch(/^event: delta\ndata: .*"stop".*\n\n$/s);
  await expect
    .poll(() => mock.printed().stderr)
    .toMatch(/^POST \S+ 200 \d+ ms scenario retrieval \(default scenario\)\n$/);
  expect((await mock.interrupt()).code).toBe(0);
});

test('--token is required and not printed', async () => {
  const mock = await mockForTest(['--token', 'very-secret']);
  expect((await fetch(`${mock.url}/api/v1/chat`, { headers })).status).toBe(401);
  expect(mock.printed().stdout).not.toContain('very-secret');
});

test('--spec serves another document, of one file or of several', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-spec-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'api.yaml'),
    'openapi: 3.1.0\ninfo: {title: Notes, version: "1"}\npaths:\n  /notes:\n    $ref: notes.yaml\n',
  );
  writeFileSync(
    join(folder, 'notes.yaml'),
    'get:\n  responses:\n    "200":\n      description: All.\n      content: {application/json: {example: [1]}}\n',
  );
  const { url } = await mockForTest(['--spec', join(folder, 'api.yaml')]);
  expect(await (await fetch(`${url}/notes`)).json()).toEqual([1]);
});

test.each([
  [['--port', 'abc'], '--port abc must be'],
  [['--port', '70000'], '--port 70000 must be'],
  [['--speed', '-1'], '--speed -1 must be'],
  [['--state', 'postgres://me:very secret@x'], 'Unknown --state postgres://***@x'],
  [['--state', 'redis://me:very-secret@127.0.0.1:1'], 'Cannot reach --state redis://***@127.0.0.1:1: ECONNREFUSED.'],
  [['--state', 'redis://me:very-secret@127.0.0.1:99999'], '--state redis://***@127.0.0.1:99999 is not a Redis address'],
  [['--port', '0', '--scenario', 'nope'], 'Unknown scenario "nope". Expected '],
  [['--port', '0', '--fault', 'stream-cut,nope'], 'Invalid fault "nope". Expected '],
  [['--port', '0', '--seed', '/nowhere.json'], 'Cannot read the seed /nowhere.json (ENOENT)'],
  [['--port', '0', '--spec', '/nowhere.yaml'], 'Cannot read /nowhere.yaml: file not found.'],
  [['--port', '0', '--spec', 'package.json'], 'Cannot read package.json: `openapi` is missing.'],
  [['--port', '0', '--token', 'very secret'], '--token must consist of'],
  [['--port', '0', '--host', '203.0.113.7'], 'This machine has no address 203.0.113.7'],
])('rejects %j in one line', async (args, message) => {
  const { code, stdout, stderr } = await runCli(['mock', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.startsWith(`chat-contract: ${message}`), stderr).toBe(true);
  expect(stderr.trimEnd()).not.toMatch(/\n|very.secret/);
});

test('suggests the next free port if the port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const { code, stderr } = await runCli(['mock', '--port', String(port)]);
  expect(code).toBe(2);
  const [, named, free] = /^chat-contract: Port (\d+) on 127\.0\.0\.1 .*--port (\d+).*\n$/.exec(stderr) ?? [];
  expect(named, stderr).toBe(String(port));
  expect(Number(free)).toBeGreaterThan(port);
});

test('--log json writes a line of JSON for each request, without query and body', async () => {
  const { url, printed } = await mockForTest(['--speed', 'max', '--log', 'json', '--fault', 'stream-two-stops']);
  const body = JSON.stringify({ index_ids: ['a'], prompt: '#plain-answer secret-prompt' });
  const stream = `${url}/api/v1/chat/ses_demo_welcome/messages/stream`;
  await (await fetch(stream, { method: 'POST', headers, body })).text();
  await fetch(`${url}/api/v1/chat?api_key=secret-query`, { headers });
  await expect.poll(() => printed().stderr.match(/\n/g)?.length).toBe(2);
  const lines = printed()
    .stderr.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      method: 'POST',
      path: '/api/v1/chat/ses_demo_welcome/messages/stream',
      status: 200,
      milliseconds: expect.any(Number),
      scenario: 'plain-answer',
      reason: '#plain-answer in the prompt',
      faults: ['stream-two-stops'],
      faultsOn: ['stream-two-stops'],
    },
    {
      at: expect.any(String),
      method: 'GET',
      path: '/api/v1/chat',
      status: 200,
      milliseconds: expect.any(Number),
      faults: [],
      faultsOn: ['stream-two-stops'],
    },
  ]);
  expect(printed().stderr).not.toContain('secret');
});

test('warns that a mock on the network is open, unless it requires a token', async () => {
  const warning = /Anyone who can reach 0\.0\.0\.0 can use this mock\. Restrict access with --token TOKEN\./;
  const greeting = async (...args: string[]) => (await mockForTest(args)).printed().stdout;
  expect(await greeting('--host', '0.0.0.0')).toMatch(warning);
  expect(await greeting('--host', '0.0.0.0', '--token', 'right')).not.toMatch(warning);
  expect(await greeting()).not.toMatch(/Anyone/);
});

test('--control off returns 404 for /__mock/', async () => {
  const { url } = await mockForTest(['--control', 'off']);
  expect((await fetch(`${url}/__mock/requests`)).status).toBe(404);
});

test('--list leaves out the scenarios of a document that has none', async () => {
  const { stdout } = await runCli(['mock', '--list', '--spec', 'examples/streams/openai-chat/openapi.yaml']);
  expect(stdout).toMatch(/^Contract faults: /);
});

test('--list prints every scenario and fault, with the rule that detects it and its values', async () => {
  const { code, stdout } = await runCli(['mock', '--list']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}tool-failure +.* #tool-failure$/m);
  expect(stdout).toMatch(/^ {2}stream-cut +.*\[stream-response-ends\]$/m);
  expect(stdout).toMatch(/^ {2}stall-after-event\[:N=3\[:MS=ever\]\] +\S/m);
});
