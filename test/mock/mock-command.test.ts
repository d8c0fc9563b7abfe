import { exec } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runMock } from '../support/run-mock.ts';

const headers = { authorization: 'Bearer x' };

test('the greeting names the address and the operations, its curl line streams, and an interrupt ends it well', async () => {
  const { output, errors, stop, exit } = await runMock({ port: '0', speed: 'max' });
  expect(output[0]).toMatch(/The mock listens on http:\/\/127\.0\.0\.1:\d+\n/);
  expect(output[0]!.match(/^ {2}(GET|POST|DELETE) +\/api\/v1\/chat/gm)).toHaveLength(7);
  const line = /^ {2}(curl -N .*)$/m.exec(output[0]!)![1]!;
  const { stdout } = await promisify(exec)(line);
  expect(stdout).toMatch(/^event: delta\ndata: .*"stop".*\n\n$/s);
  await expect.poll(() => errors.join('')).toMatch(/^POST \S+ 200 \d+ ms scenario retrieval\n$/);
  stop();
  expect(await exit).toBe(0);
});

test('a token is asked for and not shown', async () => {
  const { url, output, stop } = await runMock({ port: '0', token: 'very-secret' });
  expect((await fetch(`${url}/api/v1/chat`, { headers })).status).toBe(401);
  expect(output.join('')).not.toContain('very-secret');
  stop();
});

test('another document is served, whole or in pieces', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-spec-'));
  writeFileSync(
    join(folder, 'api.yaml'),
    'openapi: 3.1.0\ninfo: {title: Notes, version: "1"}\npaths:\n  /notes:\n    $ref: notes.yaml\n',
  );
  writeFileSync(
    join(folder, 'notes.yaml'),
    'get:\n  responses:\n    "200":\n      description: All.\n      content: {application/json: {example: [1]}}\n',
  );
  const { url, stop } = await runMock({ port: '0', spec: join(folder, 'api.yaml') });
  expect(await (await fetch(`${url}/notes`)).json()).toEqual([1]);
  stop();
});

test.each([
  [{ port: 'abc' }, '--port abc must be'],
  [{ port: '70000' }, '--port 70000 must be'],
  [{ speed: '-1' }, '--speed -1 must be'],
  [{ state: 'postgres://me:very secret@x' }, '--state postgres://***@x is not known'],
  [{ state: 'redis://me:very-secret@127.0.0.1:1' }, '--state redis://***@127.0.0.1:1 cannot be reached: ECONNREFUSED.'],
  [{ state: 'redis://me:very-secret@127.0.0.1:99999' }, '--state redis://***@127.0.0.1:99999 is no address'],
  [{ port: '0', scenario: 'nope' }, 'There is no scenario "nope"; there are '],
  [{ port: '0', fault: 'stream-cut,nope' }, 'There is no fault "nope"; there are '],
  [{ port: '0', seed: '/nowhere.json' }, 'The seed /nowhere.json cannot be read (ENOENT)'],
  [{ port: '0', spec: '/nowhere.yaml' }, '--spec /nowhere.yaml cannot be read (ENOENT)'],
  [{ port: '0', spec: 'package.json' }, '--spec package.json is not an OpenAPI 3 document'],
  [{ port: '0', token: 'very secret' }, '--token must be'],
  [{ port: '0', host: '203.0.113.7' }, 'This machine has no address 203.0.113.7'],
])('%j is refused in one line', async (options: Record<string, string>, message) => {
  const error = await runMock(options).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
  expect(error.message).not.toMatch(/\n|very.secret/);
});
