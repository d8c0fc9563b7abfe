/** A request as bytes, and the expected response. */
export interface FuzzRequest {
  /** The unusual part of it. */
  kind: string;
  /** Written one after the other, with a pause between them. */
  pieces: Uint8Array[];
  /** True if the client disconnects: no response is expected. */
  breaksOff?: true;
  /** True if the request is valid, which requires a 2xx. */
  right?: true;
  /** True for more than one request on one connection. */
  answers?: number;
}

/** Random choices that a seed repeats (mulberry32). */
export interface Choices {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  of<T>(values: readonly T[]): T;
}

export function createChoices(seed: number): Choices {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, of: (values) => values[below(values.length)]! };
}

const api = '/api/v1/chat';
const session = `${api}/ses_demo_welcome`;
const posts = [api, `${session}/title`, `${session}/messages/stream`];
const rightBody = '{"index_ids":["a"],"prompt":"x","first_message":"x"}';

interface Parts {
  method: string;
  target: string;
  headers: string[];
  body: string | Uint8Array;
}

function write({ method, target, headers, body }: Parts): Uint8Array {
  const bytes = Buffer.from(body as string);
  const length = bytes.length > 0 ? [`Content-Length: ${bytes.length}`] : [];
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: localhost', ...headers, ...length, 'Connection: close'];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

const credential = 'Authorization: Bearer any';
const json = 'Content-Type: application/json';
const get = (target: string, headers: string[] = []): Parts => ({
  method: 'GET',
  target,
  headers: [credential, ...headers],
  body: '',
});
const post = (target: string, body: string | Uint8Array, headers: string[] = [json]): Parts => ({
  method: 'POST',
  target,
  headers: [credential, ...headers],
  body,
});

type Make = (choices: Choices) => FuzzRequest;
const bad = (kind: string, make: (choices: Choices) => Parts): Make => {
  return (choices) => ({ kind, pieces: [write(make(choices))] });
};

/** Bytes that include every kind of character. */
function junk(choices: Choices, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => choices.below(256)));
}

/** Valid JSON that is invalid for every operation, nested and unusual. */
function wrongValue(choices: Choices, depth = 0): unknown {
  const kind = choices.below(depth > 3 ? 6 : 9);
  if (kind === 0) return null;
  if (kind === 1) return choices.of([0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER]);
  if (kind === 2) return choices.of(['', 'text', '\u0000', '\ud800', '💩'.repeat(10), '__proto__', 'x'.repeat(2000)]);
  if (kind < 5) return choices.of([true, false]);
  if (kind === 5) return [];
  if (kind < 8) return Array.from({ length: choices.below(4) }, () => wrongValue(choices, depth + 1));
  const names = ['index_ids', 'prompt', 'first_message', '__proto__', 'constructor', 'toString'];
  return Object.fromEntries(
    Array.from({ length: choices.below(4) }, () => [choices.of(names), wrongValue(choices, depth + 1)]),
  );
}

function wrongBody(choices: Choices): string {
  const value = wrongValue(choices);
  // A list, a text or a number is never a valid body; an object must not be valid by chance.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify([value]);
  return JSON.stringify({ ...value, index_ids: 7, first_message: 7 });
}

const escapes = ['%', '%E0%A4%A', '%zz', '%FF', '%C0%AF', '%ED%A0%80', '%00%', '%u0041', 'a%2'];
const oddMethods = ['PUT', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND', 'LOCK', 'SEARCH', 'MKCOL', 'REPORT'];

const makers: Make[] = [
  (choices) => ({
    kind: 'a right list',
    right: true,
    pieces: [write(get(api + choices.of(['', '?page_size=3', '?x=%'])))],
  }),
  (choices) => ({
    kind: 'a right request in pieces',
    right: true,
    pieces: cut(write(post(api, '{"index_ids":["a"]}')), choices, 4),
  }),
  bad('malformed JSON', (choices) => {
    const at = 1 + choices.below(rightBody.length - 1);
    return post(choices.of(posts), rightBody.slice(0, at));
  }),
  bad('JSON with a wrong byte', (choices) => {
    const bytes = Buffer.from(rightBody);
    bytes[choices.below(bytes.length)] = choices.of([0x00, 0xff, 0xc0, 0x80, 0x0b]);
    return post(choices.of(posts.slice(1)), bytes);
  }),
  bad('wrong JSON', (choices) => post(choices.of(posts), wrongBody(choices))),
  bad('junk for a body', (choices) => post(choices.of(posts), junk(choices, 1 + choices.below(300)))),
  bad('deep nesting', (choices) => {
    const depth = 200 + choices.below(50_000);
    const [open, close] = choices.of([
      ['[', ']'],
      ['{"a":', '}'],
    ]);
    return post(choices.of(posts), open.repeat(depth) + (choices.below(2) ? '' : `1${close.repeat(depth)}`));
  }),
  bad('a large body', (choices) => post(choices.of(posts), Buffer.alloc(1_000_001 + choices.below(3_000_000), ' '))),
  bad('a long prompt', (choices) =>
    post(posts[2]!, JSON.stringify({ index_ids: ['a'], prompt: '😀'.repeat(1001 + choices.below(9000)) })),
  ),
  bad('a long list', (choices) =>
    post(api, JSON.stringify({ index_ids: Array.from({ length: 11 + choices.below(20_000) }, String) })),
  ),
  bad('an odd encoding', (choices) => {
    const encoding = choices.of(['gzip', 'br', 'deflate', 'x-odd', 'gzip, gzip']);
    return post(choices.of(posts), junk(choices, 100), [json, `Content-Encoding: ${encoding}`]);
  }),
  bad('an odd media type', (choices) => {
    const types = ['text/plain', 'application/xml', 'multipart/form-data', 'application', '*/*', 'a/b; c=";'];
    return post(choices.of(posts), rightBody, [`Content-Type: ${choices.of(types)}`]);
  }),
  bad('another charset', (choices) => post(choices.of(posts), Buffer.from(`"${rightBody}"`, 'utf16le'))),
  bad('a malformed escape', (choices) => get(`${api}/${choices.of(escapes)}${choices.of(['', '/summary', '/title'])}`)),
  bad('an unknown path', (choices) =>
    get(
      choices.of([
        '/',
        '//',
        '/api',
        `${api}/`,
        `${api}//summary`,
        '/../etc',
        '/%2e%2e/x',
        `${session}/nope`,
        '/ü',
        `/${'a'.repeat(5000)}`,
      ]),
    ),
  ),
  bad('an unknown session', (choices) =>
    get(
      `${api}/${choices.of(['x', '%00', '..%2f..', '%F0%9F%92%A9', 'a'.repeat(3000), '__proto__', 'constructor', '%27%20OR%201=1'])}`,
    ),
  ),
  bad('an odd method', (choices) => ({ ...get(choices.of([api, session])), method: choices.of(oddMethods) })),
  bad('no such method', (choices) => ({ ...get(api), method: choices.of(['FOO', 'get', 'G ET', 'GETGETGET']) })),
  bad('a bad query', (choices) =>
    get(
      `${api}?${choices.of(['page_size=x', 'page_size=-1', 'page_size=0', 'page_size=1e3', 'page_size=', 'project_id=x', 'project_id=%', 'page_token=x', `page_token=${'A'.repeat(9000)}`, 'page_token=%00%FF', 'page_size=1&page_size=x'])}`,
    ),
  ),
  bad('a bad credential', (choices) => ({
    ...get(api),
    headers: choices.of([
      [],
      ['Authorization: Bearer'],
      ['Authorization: Basic eDp5'],
      ['Authorization: Bearer invalid-x'],
      [`Authorization: ${'x'.repeat(4000)}`],
      ['Cookie: session='],
      ['Cookie: ;;==;'],
    ]),
  })),
  bad('an odd preference', (choices) =>
    get(api, [
      `Prefer: ${choices.of(['code=abc', 'code=999', 'example=', 'dynamic=maybe', 'fault=nope', 'fault=latency:x', 'scenario=%00', 'code=200, example=nope', 'fault=stream-cut:1:2:3'])}`,
    ]),
  ),
  bad('a bad sandbox', (choices) =>
    get(api, [`X-Mock-Session: ${choices.of(['a b', '', 'x'.repeat(200), '../..', '{}'])}`]),
  ),
  bad('a bad control request', (choices) =>
    choices.of([
      get('/__mock/nope'),
      get('/__mock/requests/next?timeout=x'),
      { ...get('/__mock/reset') },
      post('/__mock/next', wrongBody(choices)),
      post('/__mock/seed', wrongBody(choices)),
      post('/__mock/seed', '{'),
      get('/__mock/requests', ['Origin: https://evil.example']),
    ]),
  ),
  bad('a malformed control body', (choices) =>
    post(
      choices.of(['/__mock/next', '/__mock/seed', '/__mock/settings', '/__mock/streams/x', '/__mock/contract-runs']),
      choices.of([
        '{"times":1.5}',
        '{"response":{"status":1000}}',
        '{"response":{"headers":{"a b":"c"}}}',
        '{"response":{"headers":{"a":"c\\r\\nd: e"}}}',
        '{"fault":"split-at:-1"}',
        '{"scenario":"__proto__"}',
        '{"sessions":[{"session_id":"x","minutes_ago":1e308}]}',
        '{"sessions":[null]}',
        '{"action":"nope"}',
        '{"baseUrl":"file:///etc/passwd"}',
        'null',
      ]),
    ),
  ),
  (choices) => ({
    kind: 'a body of two minds',
    pieces: [
      Buffer.from(
        `POST ${api} HTTP/1.1\r\nHost: x\r\n${credential}\r\n${choices.of([
          'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
          'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
          'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
          'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
          'Content-Length: +1\r\n\r\na',
          'Content-Length: 99999999999999999999\r\n\r\na',
          'Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n',
          'Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab',
        ])}`,
      ),
    ],
  }),
  bad('large headers', (choices) => get(api, [`X-Large: ${'x'.repeat(33_000 + choices.below(60_000))}`])),
  bad('many headers', () =>
    get(
      api,
      Array.from({ length: 3000 }, (_, index) => `X-${index}: 012345678901`),
    ),
  ),
  (choices) => ({
    kind: 'no HTTP',
    pieces: [Buffer.concat([junk(choices, 1 + choices.below(200)), Buffer.from('\r\n\r\n')])],
  }),
  (choices) => ({
    kind: 'a broken head',
    pieces: [
      Buffer.from(
        choices.of([
          'GET\r\n\r\n',
          'GET / HTTP/9.9\r\n\r\n',
          'GET / HTTP/1.1\r\nA\r\n\r\n',
          `POST ${api} HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n`,
          `POST ${api} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
          `POST ${api} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc`,
          `GET ${api} HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n`,
          `POST ${api} HTTP/1.1\r\nHost: x\r\n${credential}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
        ]),
      ),
    ],
  }),
  (choices) => ({
    kind: 'an early close',
    breaksOff: true,
    pieces: [write(post(choices.of(posts), rightBody)).subarray(0, 20 + choices.below(200))],
  }),
  (choices) => ({
    kind: 'a bad request in pieces',
    pieces: cut(
      write(post(choices.of(posts.slice(1)), '{"index_ids": 7, "prompt": 7, "first_message": 7}')),
      choices,
      6,
    ),
  }),
  (choices) => {
    const count = 2 + choices.below(8);
    const one = Buffer.from(write(get(`${api}/unknown`)))
      .toString()
      .replace('Connection: close\r\n', '');
    const all = one.repeat(count - 1) + Buffer.from(write(get(`${api}/unknown`))).toString();
    return { kind: 'pipelining', answers: count, pieces: [Buffer.from(all)] };
  },
];

function cut(bytes: Uint8Array, choices: Choices, most: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (let count = 1 + choices.below(most); count > 0 && start < bytes.length; count--) {
    const end = count === 1 ? bytes.length : start + 1 + choices.below(bytes.length - start);
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

/** The next request; the same choices create the same request. */
export function makeFuzzRequest(choices: Choices): FuzzRequest {
  return choices.of(makers)(choices);
}
