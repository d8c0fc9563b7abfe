import { describe, expect, it } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import { readContract } from '../openapi/read/read-contract.ts';
import type { Clock } from '../shared/clock.ts';
import { fixtureText } from './fixture-text.ts';
import { type RecordRequest, recordTurn } from './record-turn.ts';

const contract = readContract(document);
const request: RecordRequest = {
  contract,
  baseUrl: 'http://chat.test',
  token: 'secret-token',
  prompt: 'Why "so"?',
  indexIds: ['idx_1'],
  timeout: 1000,
  requestTimeout: 60_000,
};
const stop = { type: 'stop', error: null, is_error: false, usage: { turns: 1 } };
const message = (event: object) => `data: ${JSON.stringify(event)}\n\n`;

/** A clock that only `sleep` advances, and the pieces of a stream with their delays. */
function io(pieces: (readonly [milliseconds: number, text: string])[], { silent = false, cut = false } = {}) {
  let now = 0;
  const asked: string[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        if (silent && now > 0) setImmediate(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  const body = () => {
    const rest = [...pieces];
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const next = rest.shift();
          if (next) {
            now += next[0];
            controller.enqueue(new TextEncoder().encode(next[1]));
          } else if (cut) controller.error(new Error('reset'));
          else if (silent) return new Promise(() => {});
          else controller.close();
          return undefined;
        },
      },
      { highWaterMark: 0 },
    );
  };
  const fetch = async (one: Request) => {
    asked.push(`${one.method} ${new URL(one.url).pathname}`);
    if (one.method === 'DELETE') return new Response(null, { status: 204 });
    if (!one.url.endsWith('/stream')) return Response.json({ session_id: 'ses_12345678' }, { status: 201 });
    return new Response(body(), { headers: { 'content-type': 'text/event-stream' } });
  };
  return { asked, io: { fetch, clock, signal: new AbortController().signal } };
}

const record = async (pieces: (readonly [number, string])[], how = {}, placeholders = false) => {
  const { asked, io: outside } = io(pieces, how);
  const turn = await recordTurn(request, outside);
  return { asked, turn, text: fixtureText(turn, request, { placeholders, keyword: 'one' }) };
};

describe('a turn that is recorded', () => {
  it('has the times of the stream, and deletes its session', async () => {
    const { asked, turn, text } = await record([
      [104, `event: delta\n${message({ type: 'text_delta', content: 'So' })}: keep-alive\n\n`],
      [1, message({ type: 'text', content: 'So' })],
      [2003, message(stop)],
    ]);
    expect(turn.problems).toEqual([]);
    expect(text).toBe(`: title Recorded: Why "so"?
: keyword one

: wait 100ms
event: delta
data: {"type":"text_delta","content":"So"}

: keep-alive

: wait 10ms
data: {"type":"text","content":"So"}

: wait 2000ms
data: ${JSON.stringify(stop)}

`);
    expect(asked).toEqual([
      'POST /api/v1/chat',
      'POST /api/v1/chat/ses_12345678/messages/stream',
      'DELETE /api/v1/chat/ses_12345678',
    ]);
  });

  it('has placeholders on request, and never a token', async () => {
    const call = { type: 'tool_call', name: 'search', call_id: 'c_77', arguments: { query: 'Why "so"?', in: 'idx_1' } };
    const answer = { type: 'tool_result', name: 'search', call_id: 'c_77', result: 'ses_12345678 and {{braces}}' };
    const pieces = [
      [5, [call, answer, { type: 'text', content: 'You sent secret-token.' }, stop].map(message).join('')],
    ] as const;
    const { text, turn } = await record([...pieces], {}, true);
    expect(turn.problems).toEqual([]);
    expect(text).toContain('"call_id":"{{call_id_1}}","arguments":{"query":"{{prompt}}","in":"{{index_id}}"}');
    expect(text).toContain('"call_id":"{{call_id_1}}","result":"session-id and {\\u007bbraces}}"');
    expect(text).toContain('You sent [token].');
    expect(text).toMatch(/^: title A recorded turn$/m);
    const plain = await record([...pieces]);
    expect(plain.text).toContain('"call_id":"c_77"');
    expect(plain.text).not.toContain('secret-token');
  });

  it.each([
    ['data that is not JSON', `data: {"type":\n\n${message(stop)}`, {}, /^Message 1: The data of an event is not JSON/],
    ['an event that does not fit', message({ type: 'text' }) + message(stop), {}, /^Message 1: content is missing/],
    ['no end', message({ type: 'text', content: '' }), {}, /ended without/],
    ['a cut', message({ type: 'text', content: '' }), { cut: true }, /^The stream was cut: reset/],
    ['silence', message({ type: 'text', content: '' }), { silent: true }, /^The stream was silent for 1000 ms/],
  ])('is stored and reported as cut: %s', async (_, text, how, problem) => {
    const recorded = await record([[1, text]], how);
    expect(recorded.turn.problems[0]).toMatch(problem);
    expect(recorded.text).toContain(text.split('\n')[0]);
    expect(recorded.text).toMatch(/^: title .* \(violates the contract\)$/m);
    expect(recorded.asked.at(-1)).toBe('DELETE /api/v1/chat/ses_12345678');
  });
});

describe('a stream without an end', () => {
  const event = message({ type: 'text_delta', content: 'x'.repeat(40) });

  it.each([
    ['events', event, 'The response reached --request-timeout.', 300],
    ['comments', ': a comment\n\n', 'The stream sent next to nothing for too long.', 61],
  ])('is recorded up to a limit: %s', async (_, drip, problem, steps) => {
    const drips = Array.from({ length: 400 }, () => [1_000, drip] as const);
    const { io: outside } = io(drips);
    const turn = await recordTurn({ ...request, requestTimeout: 300_000 }, outside);
    expect(turn.problems).toContain(problem);
    expect(turn.steps).toHaveLength(steps);
  });
});

describe('a session that cannot be deleted', () => {
  it('is reported, and the recording is stored', async () => {
    const { io: outside } = io([[1, message(stop)]]);
    const left: string[] = [];
    const fetch = async (one: Request) =>
      one.method === 'DELETE' ? new Response('busy', { status: 409 }) : outside.fetch(one);
    const turn = await recordTurn(request, { ...outside, fetch, onLeftBehind: (reason) => left.push(reason) });
    expect(turn.steps).toHaveLength(1);
    expect(left).toEqual([
      'The session ses_12345678 was not deleted. DELETE /api/v1/chat/{session_id} returned 409: busy',
    ]);
  });
});

describe('a turn that cannot be recorded', () => {
  it.each([
    [
      'a refusal, without the token',
      () => new Response('no secret-token', { status: 401 }),
      /returned 401: no \[token\]$/,
    ],
    [
      'an answer that is no stream',
      () => Response.json({ session_id: 'x' }),
      /application\/json\. Expected text\/event-stream/,
    ],
    [
      'no server',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('refused') })),
      /Cannot reach .*: refused/,
    ],
  ])('%s', async (_, fetch, message) => {
    const { io: outside } = io([]);
    await expect(recordTurn(request, { ...outside, fetch: async () => fetch() })).rejects.toThrow(message);
  });
});
