import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { onAnswer, onScript, skipCheck } from '../alter.ts';
import type { Override } from '../reference/behaviour.ts';
import type { Answer, Call, Event, JsonObject } from '../reference/model.ts';
import { startServer } from '../reference-server.ts';
import type { HostileServer } from './hostile-server.ts';

const behaves = (name: string, override: Override): HostileServer => ({ name, start: () => startServer(override) });

const everyAnswer =
  (edit: (answer: Answer, call: Call) => Answer): Override =>
  (usual) => ({
    answer: (call, answer) => edit(usual.answer(call, answer), call),
  });

const says = (name: string, answer: Answer): HostileServer =>
  behaves(
    name,
    everyAnswer(() => answer),
  );
const json = { 'content-type': 'application/json' };

const turnOf = (name: string, ...pieces: (string | Buffer)[]): HostileServer =>
  behaves(name, () => ({
    write() {},
    end(response) {
      for (const piece of pieces) response.write(piece);
      response.end();
    },
  }));

/** A turn that sends `piece` repeatedly, as fast as it is read. */
const endlessTurn = (name: string, piece: string, opening = ''): HostileServer =>
  behaves(name, () => ({
    opening: () => opening,
    end(response) {
      const more = () => {
        while (!response.destroyed && response.write(piece)) {
          // Until the buffer is full.
        }
      };
      response.on('drain', more);
      more();
    },
  }));

/** A list that accepts every page token. */
const anyToken = skipCheck('list', 'page_token.forged');

/** A list whose pages never end. */
const anotherPage: Override = (usual) => {
  let number = 0;
  return {
    ...anyToken(usual),
    page: (sessions, size, _token, call) => {
      number += 1;
      return { ...usual.page(sessions, size, null, call), next: `page-${number}` };
    },
  };
};

/** Writes `piece` every `milliseconds`. */
function drip(response: ServerResponse, piece: string, milliseconds: number): void {
  const timer = setInterval(() => response.write(piece), milliseconds);
  response.on('close', () => clearInterval(timer));
}

const delta = 'event: delta\ndata: {"type":"text_delta","content":"x"}\n\n';
const nasty =
  '\x1b[31m\x1b[2J\x1b]8;;http://evil.example\x07<script>alert(1)</script>"><img src=x onerror=alert(1)>\r\n\u202e\u009b';

/** Puts hostile text into every string except those that the contract needs. */
function poison(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return ['type', 'session_id', 'next_page_token'].includes(key) ? value : value + nasty;
  if (Array.isArray(value)) return value.map((item) => poison(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
}

/** An id may contain any characters, so these servers conform. */
const identified = (name: string, id: (number: number) => string): HostileServer => ({
  conforms: true,
  ...behaves(`session ids with ${name}`, () => {
    let number = 0;
    return {
      newId: () => {
        number += 1;
        return id(number);
      },
    };
  }),
});

/** Redirects everything to a second listener, which must never see the credential. */
const redirects: HostileServer = {
  name: 'redirect to another host with the credential',
  async start() {
    let seen: string | undefined;
    const thief = createServer((request, response) => {
      if (request.headers.authorization) seen = 'the credential was sent to another host';
      response.writeHead(200, json).end('{"items":[]}');
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const location = `http://localhost:${(thief.address() as AddressInfo).port}/api/v1/chat`;
    // The first responses are valid, so that the run sends more than one request.
    let calls = 0;
    const server = await startServer(
      everyAnswer((answer) => {
        calls += 1;
        return calls > 3 ? { status: 307, headers: { location } } : answer;
      }),
    );
    const close = async () => {
      await server.close();
      thief.closeAllConnections();
      await new Promise((resolve) => thief.close(resolve));
    };
    return { url: server.url, close, check: () => seen };
  },
};

/** A gigabyte of spaces in about a megabyte of gzip: a hundred members in sequence. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(10 * 1024 * 1024, ' '));
  return Buffer.concat(Array.from({ length: 100 }, () => member));
}

/** Servers that use valid HTTP with hostile content. */
export const hostileAnswers: HostileServer[] = [
  says('gzip bomb', { status: 200, headers: { ...json, 'content-encoding': 'gzip' }, text: bomb() }),
  behaves('gzip bomb in the stream', () => ({
    streamHeaders: () => ({ 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }),
    write() {},
    end: (response) => void response.end(bomb()),
  })),
  says('encoded five times', {
    status: 200,
    headers: { ...json, 'content-encoding': 'gzip, gzip, gzip, gzip, gzip' },
    text: gzipSync(gzipSync(gzipSync(gzipSync(gzipSync('{"items":[]}'))))),
  }),
  says('says gzip and is not', { status: 200, headers: { ...json, 'content-encoding': 'gzip' }, text: '{"items":[]}' }),
  says('nested 100,000 deep', { status: 200, headers: json, text: '['.repeat(100_000) + ']'.repeat(100_000) }),
  says('items nested 100,000 deep', {
    status: 200,
    headers: json,
    text: `{"items":${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}}`,
  }),
  turnOf(
    'an event nested 100,000 deep',
    `data: {"type":"tool_result","call_id":"a","name":"b","result":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n\n`,
  ),
  endlessTurn('events for ever', delta.repeat(100)),
  endlessTurn('one line for ever', 'x'.repeat(65_536), 'data: '),
  endlessTurn('comments for ever', ': hello\n\n'.repeat(500)),
  endlessTurn('blank lines for ever', '\n'.repeat(65_536)),
  endlessTurn('data lines without an end', 'data: x\n'.repeat(1000)),
  behaves('drips a comment byte every 200 ms', () => ({
    end: (response) => drip(response, ':', 200),
  })),
  turnOf('a million tiny events', ...Array.from({ length: 1000 }, () => 'data:1\n\n'.repeat(1000))),
  turnOf(
    'one event of 60 MB',
    'data: {"type":"text","content":"',
    ...Array.from({ length: 60 }, () => 'x'.repeat(1_048_576)),
    '"}\n\n',
  ),
  says('redirect to itself', { status: 302, headers: { location: '/api/v1/chat' } }),
  redirects,
  says('empty body with 200', { status: 200, headers: json, text: '' }),
  says('invalid UTF-8 in JSON', {
    status: 200,
    headers: json,
    text: Buffer.concat([Buffer.from('{"items":[],"x":"'), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from('"}')]),
  }),
  says('numbers beyond bounds', {
    status: 200,
    headers: json,
    text: `{"items":[],"next_page_token":null,"n":1e400,"m":${'9'.repeat(100_000)}}`,
  }),
  says('__proto__ and constructor keys', {
    status: 200,
    headers: json,
    text: '{"items":[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}},"session_id":"__proto__","last_updated_at":"2026-01-01"}],"__proto__":{"items":1}}',
  }),
  says('duplicate keys', { status: 200, headers: json, text: '{"items":[],"items":null,"items":[{}],"items":[]}' }),
  behaves('a list page that points to itself', (usual) => ({
    ...anyToken(usual),
    page: (sessions, size, _token, call) => ({ ...usual.page(sessions, size, null, call), next: 'again' }),
  })),
  behaves('always another page', anotherPage),
  behaves(
    'page tokens of a megabyte',
    onAnswer('list', (answer) => ({
      ...answer,
      body: { ...(answer.body as JsonObject), next_page_token: 'x'.repeat(1_048_576) },
    })),
  ),
  says('429 for ever, Retry-After 3600', {
    status: 429,
    headers: { ...json, 'retry-after': '3600' },
    body: { detail: 'later' },
  }),
  behaves('429 for ever from the tenth request on', (usual) => {
    let calls = 0;
    return {
      answer: (call, answer) => {
        calls += 1;
        return calls > 10
          ? { status: 429, headers: { ...json, 'retry-after': '-5' }, body: { detail: 'later' } }
          : usual.answer(call, answer);
      },
    };
  }),
  behaves('escape sequences and markup in every string', (usual) => ({
    answer: (call, given) => {
      const answer = usual.answer(call, given);
      return answer.body === undefined ? answer : { ...answer, body: poison(answer.body) };
    },
    ...onScript((steps) => steps.map((step) => ({ ...step, event: poison(step.event) as Event })))(usual),
  })),
  behaves('the credential in every string', (usual) => ({
    answer: (call, given) => {
      const answer = usual.answer(call, given);
      return answer.body === undefined ? answer : { ...answer, body: { detail: call.headers.authorization } };
    },
  })),
  identified('path traversal', (number) => `../../admin/${number}`),
  identified('dots alone', (number) => (number % 2 ? '..' : '.')),
  identified('quotes and shell signs', (number) => `'; rm -rf "$HOME" \`id\` #${number}`),
  identified('line breaks and NUL', (number) => `a\r\nX-Evil: 1\0${number}`),
  identified('nothing in them', () => ''),
  identified('lone surrogates', (number) => `\ud83c${number}`),
  behaves('resets at random', (usual) => {
    let calls = 0;
    return {
      send(response, answer, call) {
        calls += 1;
        if ((calls * 7919) % 10 < 3) response.destroy();
        else return usual.send(response, answer, call);
      },
    };
  }),
  behaves('20 s before the first byte of every response', (usual) => ({
    async send(response, answer, call) {
      await wait(20_000);
      return usual.send(response, answer, call);
    },
  })),
  behaves('4 s before the first byte of every response', (usual) => ({
    async send(response, answer, call) {
      await wait(4_000);
      return usual.send(response, answer, call);
    },
  })),
  behaves('every body of a session in bytes 100 ms apart', (usual) => ({
    async send(response, answer, call) {
      if (call.operation !== 'get') return usual.send(response, answer, call);
      response.writeHead(answer.status, answer.headers);
      for (const byte of answer.text ?? JSON.stringify(answer.body)) {
        if (response.destroyed) return;
        response.write(byte);
        await wait(100);
      }
      response.end();
    },
  })),
  behaves('a keep-alive comment every second, and no event', () => ({
    script: () => [],
    end: (response) => drip(response, ': keep-alive\n\n', 1_000),
  })),
  behaves('deltas every 100 ms for ever', () => ({
    write() {},
    end: (response) => drip(response, delta, 100),
  })),
  behaves('an unknown event every second for ever', () => ({
    script: () => [],
    end: (response) => drip(response, 'event: ping\ndata: {"type":"ping"}\n\n', 1_000),
  })),
  behaves('a turn without its last event, then keep-alive comments for ever', (usual) => ({
    script: (turn) => usual.script(turn).filter(({ event }) => event.type !== 'stop'),
    end: (response) => drip(response, ': keep-alive\n\n', 500),
  })),
  behaves('a page after 1.5 s, and always another one', (usual) => ({
    ...anotherPage(usual),
    async send(response, answer, call) {
      if (call.operation === 'list') await wait(1_500);
      return usual.send(response, answer, call);
    },
  })),
  behaves('bytes of the body of every deletion 100 ms apart, for ever', (usual) => ({
    send(response, answer, call) {
      if (call.operation !== 'remove') return usual.send(response, answer, call);
      response.writeHead(200, json).flushHeaders();
      drip(response, ' ', 100);
    },
  })),
  says('200,000 keys in every body', {
    status: 200,
    headers: json,
    text: `{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`).join(',')}}`,
  }),
  behaves('every turn in bytes 100 ms apart', (usual) => ({
    async end(response, turn) {
      const text = turn.streamed.map((event) => String(usual.frame(event, turn))).join('');
      for (const byte of text.repeat(20)) {
        if (response.destroyed) return;
        response.write(byte);
        await wait(100);
      }
      response.end();
    },
    write() {},
  })),
  says('a redirect to another address each time', {
    status: 302,
    get headers() {
      return { location: `/api/v1/chat?page_token=${Math.random()}` };
    },
  }),
  behaves('answers 20 requests, then hangs', (usual) => {
    let calls = 0;
    return {
      send(response, answer, call) {
        calls += 1;
        if (calls <= 20) return usual.send(response, answer, call);
      },
    };
  }),
  behaves('every turn hangs', () => ({ script: () => [{ wait: 3_600_000, event: { type: 'stop' } }] })),
  behaves('every turn hangs after three events', (usual) => ({
    script: (turn) => usual.script(turn).map((step, at) => (at === 3 ? { ...step, wait: 3_600_000 } : step)),
  })),
  behaves('deletes nothing and answers 500', (usual) => ({
    answer: (call, answer) =>
      call.operation === 'remove' ? { status: 500, headers: json, body: {} } : usual.answer(call, answer),
  })),
  behaves(
    'a list of 20 MB',
    onAnswer('list', (answer) => ({
      ...answer,
      body: { ...(answer.body as JsonObject), extra: 'x'.repeat(20_971_520) },
    })),
  ),
];
