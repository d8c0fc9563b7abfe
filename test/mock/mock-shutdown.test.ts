import { Agent, get } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { mockForTest } from '../support/run-cli.ts';
import { mockProcessForTest } from '../support/run-process.ts';

const headers = { authorization: 'Bearer secret-token', 'content-type': 'application/json' };
const turn = JSON.stringify({ index_ids: ['a'], prompt: '#plain-answer' });

const play = (url: string) =>
  fetch(`${url}/api/v1/chat/ses_demo_welcome/messages/stream`, { method: 'POST', headers, body: turn });

const refusesConnections = (url: string) =>
  expect.poll(() => fetch(`${url}/`).catch(() => 'refused'), { timeout: 10_000 }).toBe('refused');

test('SIGTERM lets a running stream end and accepts no connection; a second SIGTERM changes nothing', async () => {
  const mock = await mockProcessForTest(['--speed', '2']);
  const response = await play(mock.url);
  const finished = mock.interrupt('SIGTERM');
  await refusesConnections(mock.url);
  // npm forwards the signal that its whole group has received.
  mock.interrupt('SIGTERM');
  expect(await response.text()).toMatch(/"type":"stop".*\n\n$/);
  expect((await finished).code).toBe(0);
});

test('Ctrl-C during a shutdown by SIGTERM ends the process immediately', async () => {
  const mock = await mockProcessForTest(['--speed', '0.01']);
  const response = await play(mock.url);
  mock.interrupt('SIGTERM');
  await refusesConnections(mock.url);
  const startedAt = Date.now();
  mock.interrupt('SIGINT');
  await expect(response.text()).rejects.toThrow();
  expect(Date.now() - startedAt).toBeLessThan(5000);
});

test('Ctrl-C ends the process immediately with 0, even in the middle of a stream', async () => {
  const mock = await mockProcessForTest(['--speed', '0.01']);
  const response = await play(mock.url);
  expect((await mock.interrupt('SIGINT')).code).toBe(0);
  await expect(response.text()).rejects.toThrow();
});

test('SIGTERM closes idle connections and the live feed, so that only turns delay the shutdown', async () => {
  const mock = await mockForTest(['--speed', '2']);
  const response = await play(mock.url);
  const feed = await fetch(`${mock.url}/__mock/events`);
  const client = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => client.destroy());
  const status = () =>
    new Promise((resolve) => {
      const request = get(`${mock.url}/api/v1/chat`, { agent: client, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      });
      request.once('error', () => resolve('refused'));
    });
  expect(await status()).toBe(200);
  const finished = mock.interrupt('SIGTERM');
  const startedAt = Date.now();
  await expect.poll(status, { interval: 20, timeout: 10_000 }).toBe('refused');
  expect(await feed.text()).toContain('event: request\n');
  await response.text();
  expect((await finished).code).toBe(0);
  // The turn takes about two seconds; the limit for draining is ten.
  expect(Date.now() - startedAt).toBeLessThan(8000);
});

test.each(['stall-before-first-byte', 'stall-after-event:1', 'stream-never-ends'])(
  'SIGTERM does not wait for a response that %s keeps open forever',
  async (fault) => {
    const mock = await mockForTest(['--speed', 'max', '--fault', fault]);
    const text = play(mock.url).then((response) => response.text());
    const cut = expect(text).rejects.toThrow();
    const journal = async () => (await fetch(`${mock.url}/__mock/requests`)).text();
    // The journal lists a request when its response begins, which never happens for the first fault.
    if (fault === 'stall-before-first-byte') await fetch(`${mock.url}/__mock/`);
    else await expect.poll(journal, { timeout: 10_000 }).toContain('streamMessages');
    const startedAt = Date.now();
    expect((await mock.interrupt('SIGTERM')).code).toBe(0);
    await cut;
    // The limit for draining is ten seconds.
    expect(Date.now() - startedAt).toBeLessThan(8000);
  },
);
