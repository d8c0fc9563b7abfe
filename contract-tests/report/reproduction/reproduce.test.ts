import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import document from '../../../generated/openapi.json' with { type: 'json' };
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import { reproduce } from './reproduce.ts';

const contract = readContract(document);

function exchange(number: number, parts: Partial<Exchange>): Exchange {
  return {
    number,
    operation: 'getSession',
    purpose: '',
    case: { kind: 'valid' },
    credential: 'valid',
    request: { method: 'GET', target: '/' },
    response: { status: 200, headers: {}, text: '', echoesCredential: false, firstByteMs: 1 },
    startedAt: 0,
    durationMs: 0,
    ...parts,
  };
}

const id = "it's";
const response = { status: 200, headers: {}, text: '', echoesCredential: false, firstByteMs: 1 };
const create = exchange(1, {
  operation: 'createSession',
  session: id,
  request: { method: 'POST', target: '/chat', contentType: 'application/json', body: '{"index_ids":["a"]}' },
  response: { ...response, json: { session_id: id } },
});
const turn = exchange(2, {
  operation: 'streamMessages',
  session: id,
  request: {
    method: 'POST',
    target: "/chat/it's/stream",
    contentType: 'application/json',
    body: '{"prompt":"it\'s $HOME"}',
  },
});
const read = exchange(3, { session: id, request: { method: 'GET', target: "/chat/it's" } });
const list = exchange(4, { operation: 'listSessions', request: { method: 'GET', target: '/chat' } });
const seen = {
  baseUrl: 'http://127.0.0.1:1',
  exchanges: [create, turn, read, list],
  sessions: [{ role: 'main', id, create }],
  turns: [],
  snapshots: [],
  walks: [],
  overlaps: [],
  departures: [],
  survivors: [],
  bystanders: [],
  indexUses: [],
  generated: [],
} as unknown as Observations;

const linesOf = (rule: string, one: Exchange) =>
  reproduce(seen, contract, { rule, exchange: one, message: '', received: '' }).split('\n');

test('brings the session into its state, sends the request, and deletes the session', () => {
  const lines = linesOf('history-equals-stream', read);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^SESSION_ID=\$\(curl -s /);
  expect(lines[1]).toContain('/dev/null');
  expect(lines[2]).toContain('"http://127.0.0.1:1/chat/$SESSION_ID"');
  expect(lines[3]).toMatch(/^curl -s -X DELETE .*\$SESSION_ID".* > \/dev\/null$/);
});

test('deletes a resource that the request creates', () => {
  const lines = linesOf('created-session-bound', create);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^CREATED=\$\(curl -si .*; printf .*; SESSION_ID=/);
  expect(lines[1]).toMatch(/^curl -s -X DELETE .*\$SESSION_ID" -H "Authorization: Bearer \$LLAMA_CLOUD_API_KEY"/);
  const unauthorized = linesOf('credential-required', { ...create, credential: 'missing' });
  expect(unauthorized.map((line) => line.includes('Authorization'))).toEqual([false, true]);
});

test('sends no turns for an invalid request or one without a session', () => {
  const constraint = { keyword: 'format', at: ['query', 'project_id'], text: '', provenance: 'documented' as const };
  const invalid = { case: { kind: 'invalid' as const, status: 422, constraint } };
  expect(linesOf('request-format-refused', { ...read, ...invalid })).toHaveLength(3);
  expect(linesOf('request-format-refused', { ...list, ...invalid })).toEqual([
    'curl -i http://127.0.0.1:1/chat -H "Authorization: Bearer $LLAMA_CLOUD_API_KEY"',
  ]);
});

test('generates only the last title of a session, and no rejected one', () => {
  const titles = [11, 12, 13].map((number) =>
    exchange(number, {
      operation: 'generateSessionTitle',
      session: id,
      request: { method: 'POST', target: "/chat/it's/title", contentType: 'application/json', body: `{"n":${number}}` },
      response: { ...response, status: number === 13 ? 422 : 200 },
    }),
  );
  const after = exchange(14, { session: id, request: { method: 'GET', target: "/chat/it's" } });
  const all = { ...seen, exchanges: [create, ...titles, after] };
  const lines = reproduce(all, contract, { rule: 'title-kept', exchange: after, message: '', received: '' });
  expect(lines.match(/"n":\d+/g)).toEqual(['"n":12']);
});

test('creates sessions only for a violation in the content of the list', () => {
  expect(linesOf('no-server-error', list)).toHaveLength(1);
  const lines = linesOf('list-newest-first', list);
  expect(lines[0]).toMatch(/^SESSIONS=\$\(for i in \$\(seq 3\); do /);
  expect(lines.at(-1)).toMatch(/^for SESSION_ID in .* curl -s -X DELETE .*; done$/);
});

test('quotes every word for a shell', () => {
  const line = linesOf('stream-event-schema', turn).find((one) => one.startsWith('curl -iN'));
  const script = `curl() { for word in "$@"; do printf '%s\\n' "$word"; done; }\nSESSION_ID=s1\n${line}`;
  const words = execFileSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { LLAMA_CLOUD_API_KEY: 'key', PATH: process.env.PATH },
  }).split('\n');
  expect(words).toContain('http://127.0.0.1:1/chat/s1/stream');
  expect(words).toContain('Authorization: Bearer key');
  expect(words).toContain('{"prompt":"it\'s $HOME"}');
});

test('repeats a request without a credential without one', () => {
  const lines = linesOf('credential-required', { ...read, credential: 'missing' });
  expect(lines.find((line) => line.startsWith('curl -i'))).not.toContain('Authorization');
});
