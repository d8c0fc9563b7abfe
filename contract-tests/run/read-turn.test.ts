import { expect, test } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { createKeptJson } from './http/kept-json.ts';
import type { TransportResponse } from './http/transport.ts';
import { readTurn } from './read-turn.ts';

const contract = readContract(document);
const stream = contract.operations.find((operation) => operation.stream)!.stream!;
const validate = createSchemaValidator(document);
const stop =
  '{"type":"stop","error":null,"is_error":false,"usage":{"duration_ms":1,"total_input_tokens":1,"total_output_tokens":1,"turns":1}}';
const text = '{"type":"text","content":"Grüße 🙂"}';
const turn = `: hello\nevent: message\ndata: ${text}\n\nevent: message\ndata: ${stop}\n\n`;

function respond(pieces: Uint8Array[], end: 'closed' | 'open' | 'reset' = 'closed'): TransportResponse {
  let cancel: () => void = () => {};
  const cancelled = new Promise<void>((resolve) => {
    cancel = resolve;
  });
  return {
    status: 200,
    headers: new Headers(),
    failure: () => (end === 'reset' ? { kind: 'reset', message: 'The connection broke.' } : undefined),
    abort: cancel,
    async *chunks() {
      yield* pieces;
      if (end === 'open') await cancelled;
    },
  };
}

function read(response: TransportResponse, earlierKeys = new Set<string>(), of = stream) {
  return readTurn(response, {
    contract,
    stream: of,
    validate,
    kept: createKeptJson(1_000_000),
    request: undefined,
    earlierKeys,
    closingTime: 20,
    elapsed: () => 0,
    hide: (text) => text,
  });
}

const bytes = (content: string) => new TextEncoder().encode(content);
const split = (content: Uint8Array) => [...content].map((byte) => Uint8Array.of(byte));

test.each([
  ['LF', turn],
  ['CRLF', turn.replaceAll('\n', '\r\n')],
  ['CR', turn.replaceAll('\n', '\r')],
  ['a byte order mark', `\uFEFF${turn}`],
  ['several data lines', turn.replace('{"type":"text",', '{"type":"text",\ndata: ')],
  ['ids and retry fields', turn.replaceAll('event:', 'id: 1\nretry: 10\nevent:')],
])('reads a turn with %s, whole and byte by byte', async (_, content) => {
  for (const pieces of [[bytes(content)], split(bytes(content))]) {
    const record = await read(respond(pieces));
    expect(record.messages.map(({ event }) => event)).toEqual([JSON.parse(text), JSON.parse(stop)]);
    expect(record.messages.flatMap(({ schema, protocol }) => [...schema, ...protocol])).toEqual([]);
    expect(record).toMatchObject({ ended: 'closed', endViolations: [] });
    expect(record.undispatched).toBeUndefined();
    expect(record.invalidUtf8At).toBeUndefined();
  }
});

test('states where a message ends', async () => {
  const record = await read(respond([bytes(turn)]));
  const first = turn.indexOf('\n\n') + 2;
  expect(record.messages.map(({ byte }) => byte)).toEqual([bytes(turn.slice(0, first)).length, bytes(turn).length]);
});

test.each(['\n', '\r\n', '\r'])(
  'does not dispatch a last event without its blank line, with line ends %j',
  async (end) => {
    const record = await read(respond(split(bytes(turn.trimEnd().replaceAll('\n', end) + end))));
    expect(record.messages).toHaveLength(1);
    expect(record.undispatched).toContain('data: {"type":"stop"');
  },
);

test('does not count a comment after the last event as an event', async () => {
  const record = await read(respond([bytes(`${turn}: bye`)]));
  expect(record.undispatched).toBeUndefined();
});

test('reports a byte that is not UTF-8', async () => {
  const broken = bytes(turn);
  broken[broken.indexOf(0xc3) + 1] = 0x28;
  expect((await read(respond([broken]))).invalidUtf8At).toBe(0);
});

test('cuts a response that stays open', async () => {
  expect((await read(respond([bytes(turn)], 'open'))).ended).toBe('silent');
});

test('reports a response that is cut, with the events that arrived', async () => {
  const record = await read(respond([bytes(turn.slice(0, 60))], 'reset'));
  expect(record.ended).toBe('reset');
});

test('stores data that is not JSON, or too deeply nested, as text', async () => {
  const deep = '['.repeat(100_000);
  const record = await read(respond([bytes(`data: [DONE]\n\ndata: ${deep}\n\n${turn}`)]));
  expect(record.messages.slice(0, 2).map(({ event }) => event)).toEqual([undefined, undefined]);
  expect(record.messages[1]!.text!.length).toBeLessThan(500);
});

test('allows [DONE] at the end of a stream without a protocol', async () => {
  const { protocol: _, ...free } = stream;
  const ends = async (of: typeof stream) =>
    (await read(respond([bytes(`${turn}data: [DONE]\n\n`)]), undefined, of)).messages.at(-1)?.sentinel;
  expect(await ends(free)).toBe(true);
  expect(await ends(stream)).toBeUndefined();
});
