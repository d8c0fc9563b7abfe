import { spawn } from 'node:child_process';
import { Agent, createServer, get } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { program, runCli } from '../support/run-cli.ts';

const headers = { authorization: 'Bearer secret-token', 'content-type': 'application/json' };
const turn = JSON.stringify({ index_ids: ['a'], prompt: '#plain-answer secret-prompt' });

/** The mock as users start it, with everything that it prints. */
async function startProcess(...args: string[]) {
  const child = spawn(process.execPath, [program, 'mock', '--port', '0', ...args], { cwd: packageRoot });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    printed.stdout += text;
  });
  child.stderr.on('data', (text) => {
    printed.stderr += text;
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const urlIn = () => /^The mock listens on (\S+)$/m.exec(printed.stdout)?.[1];
  await expect.poll(() => urlIn() ?? printed.stderr, { timeout: 15_000 }).toMatch(/^http/);
  return { child, printed, exit, url: urlIn()! };
}

const play = (url: string) =>
  fetch(`${url}/api/v1/chat/ses_demo_welcome/messages/stream`, { method: 'POST', headers, body: turn });

test('SIGTERM lets a running stream end, takes no new connection, and exits with 0', async () => {
  const { child, exit, url } = await startProcess('--speed', '2');
  const response = await play(url);
  child.kill('SIGTERM');
  await expect.poll(() => fetch(`${url}/`).catch(() => 'refused'), { timeout: 10_000 }).toBe('refused');
  expect(await response.text()).toMatch(/"type":"stop".*\n\n$/);
  expect(await exit).toBe(0);
});

test('a second SIGTERM cuts nothing: npm passes on what its whole group was sent', async () => {
  const { child, exit, url } = await startProcess('--speed', '2');
  const response = await play(url);
  child.kill('SIGTERM');
  await expect.poll(() => fetch(`${url}/`).catch(() => 'refused'), { timeout: 10_000 }).toBe('refused');
  child.kill('SIGTERM');
  expect(await response.text()).toContain('"type":"stop"');
  expect(await exit).toBe(0);
});

test('Ctrl-C ends at once what SIGTERM lets end', async () => {
  const { child, url } = await startProcess('--speed', '0.01');
  const response = await play(url);
  child.kill('SIGTERM');
  await expect.poll(() => fetch(`${url}/`).catch(() => 'refused'), { timeout: 10_000 }).toBe('refused');
  const asked = Date.now();
  child.kill('SIGINT');
  await expect(response.text()).rejects.toThrow();
  expect(Date.now() - asked).toBeLessThan(5000);
});

test('SIGTERM ends a connection that is kept alive and the live feed, so that nobody holds up the end', async () => {
  const { child, exit, url } = await startProcess('--speed', '2');
  const response = await play(url);
  const feed = await fetch(`${url}/__mock/events`);
  const client = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => client.destroy());
  const status = () =>
    new Promise((resolve) => {
      const request = get(`${url}/api/v1/chat`, { agent: client, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      });
      request.once('error', () => resolve('refused'));
    });
  expect(await status()).toBe(200);
  child.kill('SIGTERM');
  const asked = Date.now();
  await expect.poll(status, { interval: 0, timeout: 10_000 }).toBe('refused');
  expect(await feed.text()).toContain('event: request\n');
  await response.text();
  expect(await exit).toBe(0);
  // The turn takes about two seconds; what is not a turn would hold it for ten.
  expect(Date.now() - asked).toBeLessThan(8000);
});

test.each(['stall-before-first-byte', 'stall-after-event:1', 'stream-never-ends'])(
  'SIGTERM does not wait for an answer that %s keeps open for ever',
  async (fault) => {
    const { child, exit, url } = await startProcess('--speed', 'max', '--fault', fault);
    const answer = play(url).then((response) => response.text());
    const cut = expect(answer).rejects.toThrow();
    const journal = async () => (await fetch(`${url}/__mock/requests`)).text();
    // Nothing is told of a request whose answer never begins; the others are in the journal then.
    if (fault === 'stall-before-first-byte') await fetch(`${url}/__mock/`);
    else await expect.poll(journal, { timeout: 10_000 }).toContain('streamMessages');
    child.kill('SIGTERM');
    const asked = Date.now();
    expect(await exit).toBe(0);
    await cut;
    // Ten seconds is what running turns are given.
    expect(Date.now() - asked).toBeLessThan(8000);
  },
);

test('Ctrl-C ends it at once, a stream or not, with 0', async () => {
  const { child, exit, url } = await startProcess('--speed', '0.01');
  const response = await play(url);
  child.kill('SIGINT');
  expect(await exit).toBe(0);
  await expect(response.text()).rejects.toThrow();
});

test('a port in use is said in one line that names the next free one', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const { code, stderr } = await runCli(['mock', '--port', String(port)]);
  expect(code).toBe(2);
  const free =
    /^chat-contract: Port (\d+) on 127\.0\.0\.1 is in use; choose another with --port (\d+), which is free\.\n$/.exec(
      stderr,
    );
  expect(free?.[1], stderr).toBe(String(port));
  expect(Number(free![2])).toBeGreaterThan(port);
});

test('--log json writes a line of JSON for each request, without what was said in it', async () => {
  const { printed, url } = await startProcess('--speed', 'max', '--log', 'json', '--fault', 'stream-two-stops');
  await (await play(url)).text();
  await fetch(`${url}/api/v1/chat?api_key=secret-query`, { headers });
  await expect.poll(() => printed.stderr.match(/\n/g)?.length).toBe(2);
  const lines = printed.stderr
    .trim()
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
  expect(printed.stderr).not.toContain('secret');
});

test('a mock that others can reach says that it is open, unless it has a token', async () => {
  const warning = /Anyone who reaches 0\.0\.0\.0 can use this mock; --token TOKEN closes it\./;
  expect((await startProcess('--host', '0.0.0.0')).printed.stdout).toMatch(warning);
  expect((await startProcess('--host', '0.0.0.0', '--token', 'right')).printed.stdout).not.toMatch(warning);
  expect((await startProcess()).printed.stdout).not.toMatch(/Anyone/);
});

test('--control off leaves /__mock/ unknown', async () => {
  const { url } = await startProcess('--control', 'off');
  expect((await fetch(`${url}/__mock/requests`)).status).toBe(404);
});

test('--list names every scenario and fault, with the rule that notices it and its values', async () => {
  const { code, stdout } = await runCli(['mock', '--list']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}tool-failure +.*\(#tool-failure\)$/m);
  expect(stdout).toMatch(/^ {2}stream-cut +The connection is reset.*\[stream-response-ends\]$/m);
  expect(stdout).toMatch(/^ {2}stall-after-event\[:N=3\[:MS=ever\]\] +A turn stands still/m);
});
