import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import { reproduce } from './reproduce.ts';

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

const create = exchange(1, {
  operation: 'createSession',
  session: "it's",
  request: { method: 'POST', target: '/chat', contentType: 'application/json', body: '{"index_ids":["a"]}' },
});
const turn = exchange(2, {
  operation: 'streamMessages',
  session: "it's",
  request: {
    method: 'POST',
    target: "/chat/it's/stream",
    contentType: 'application/json',
    body: '{"prompt":"it\'s $HOME"}',
  },
});
const read = exchange(3, { session: "it's", request: { method: 'GET', target: "/chat/it's" } });
const seen = {
  baseUrl: 'http://127.0.0.1:1',
  exchanges: [create, turn, read],
  sessions: [{ role: 'main', id: "it's", create }],
  turns: [],
  snapshots: [],
  walks: [],
  overlaps: [],
  departures: [],
  survivors: [],
  bystanders: [],
  indexUses: [],
} as unknown as Observations;

test('the lines before it bring the session into its state', () => {
  const lines = reproduce(seen, read).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^SESSION=\$\(curl -s -X POST/);
  expect(lines[1]).toContain('/dev/null');
  expect(lines[2]).toContain('"$SESSION"');
});

test('a shell takes every word as it was meant', () => {
  const script = `curl() { for word in "$@"; do printf '%s\\n' "$word"; done; }\nSESSION=s1\n${reproduce(seen, turn).split('\n').at(-1)}`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { LLAMA_CLOUD_API_KEY: 'key' } }).split(
    '\n',
  );
  expect(words).toContain('http://127.0.0.1:1/chat/s1/stream');
  expect(words).toContain('Authorization: Bearer key');
  expect(words).toContain('{"prompt":"it\'s $HOME"}');
});

test('a request without a credential is repeated without one', () => {
  expect(
    reproduce(seen, { ...read, credential: 'missing' })
      .split('\n')
      .at(-1),
  ).not.toContain('Authorization');
});
