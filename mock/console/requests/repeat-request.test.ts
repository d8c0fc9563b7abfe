import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { SeenRequest } from '../control-types.ts';
import { repeatRequest } from './repeat-request.ts';

const request: SeenRequest = {
  number: 1,
  at: '2026-01-01T00:00:00Z',
  method: 'GET',
  path: '/api/v1/chat',
  query: {},
  headers: {},
  status: 200,
  faults: [],
  responseHeaders: {},
};
const url = 'http://127.0.0.1:4010';

/** The arguments that bash would give to curl. */
function wordsOf(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; TOKEN='the token'; COOKIE=c; ${line}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('a line', () => {
  test('sends the target * instead of a path', () => {
    const line = repeatRequest({ ...request, method: 'OPTIONS', path: '*' }, url);
    expect(wordsOf(line)).toEqual(['-sS', '-X', 'OPTIONS', '--request-target', '*', url]);
  });

  test('repeats method, query, headers and body', () => {
    const line = repeatRequest(
      {
        ...request,
        method: 'POST',
        query: { project_id: "a b'c&d" },
        headers: {
          host: 'x',
          'content-length': '9',
          'user-agent': 'Browser',
          'sec-fetch-mode': 'cors',
          'content-type': 'application/json',
          prefer: 'fault=stream-cut',
          'x-empty': '',
        },
        body: { prompt: "It's $HOME\n`id`" },
        responseHeaders: { 'content-type': 'text/event-stream; charset=utf-8' },
      },
      url,
    );
    expect(wordsOf(line)).toEqual([
      '-sS',
      '-N',
      `${url}/api/v1/chat?project_id=a+b%27c%26d`,
      '-H',
      'content-type: application/json',
      '-H',
      'prefer: fault=stream-cut',
      '-H',
      'x-empty;',
      '--data-raw',
      '{"prompt":"It\'s $HOME\\n`id`"}',
    ]);
  });

  test.each([
    ['DELETE', ['-sS', '-X', 'DELETE', `${url}/api/v1/chat`]],
    ['HEAD', ['-sS', '--head', `${url}/api/v1/chat`]],
    ['POST', ['-sS', '-X', 'POST', `${url}/api/v1/chat`]],
  ])('has the method %s', (method, words) => {
    expect(wordsOf(repeatRequest({ ...request, method }, url))).toEqual(words);
  });

  test('has a valid token, but never the one that was sent', () => {
    const headers = { authorization: '(hidden)', cookie: '(hidden)' };
    expect(wordsOf(repeatRequest({ ...request, headers }, url))).toContain('authorization: Bearer the token');
    expect(wordsOf(repeatRequest({ ...request, headers }, url, 'any-token'))).toContain(
      'authorization: Bearer any-token',
    );
    expect(wordsOf(repeatRequest({ ...request, headers, status: 401 }, url, 'any-token'))).toContain(
      'authorization: Bearer invalid',
    );
    expect(wordsOf(repeatRequest({ ...request, headers }, url))).toContain('cookie: c');
  });

  test('sends a body that is not JSON unchanged', () => {
    const headers = { 'content-type': 'application/json' };
    expect(wordsOf(repeatRequest({ ...request, method: 'POST', headers, body: '{"a": ' }, url)).at(-1)).toBe('{"a": ');
    expect(wordsOf(repeatRequest({ ...request, method: 'POST', headers, body: '5' }, url)).at(-1)).toBe('"5"');
  });

  test('pipes a body with a NUL, and reads one that was not stored from a file', () => {
    const line = repeatRequest({ ...request, method: 'POST', body: 'a\0b\\0c' }, url);
    const sent = execFileSync('bash', ['-c', `curl() { cat; }; ${line}`], { encoding: 'utf8' });
    expect(sent).toBe('a\0b\\0c');
    const long = repeatRequest({ ...request, method: 'POST', headers: { 'content-length': '99999' } }, url);
    expect(wordsOf(long).slice(-2)).toEqual(['--data-binary', '@body.json']);
  });

  test('protects a path from the globbing of curl', () => {
    const line = repeatRequest({ ...request, path: "/a/../[1-9]{x,y}/'$(id)" }, url);
    expect(wordsOf(line)).toEqual(['-sS', '--globoff', '--path-as-is', `${url}/a/../[1-9]{x,y}/'$(id)`]);
  });
});
