import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventStreamDecoder, type DecodedMessage } from './event-stream-decoder.ts';
import { type EventStreamMessage, encodeComment, encodeMessage } from './event-stream-encoder.ts';

interface Decoded {
  messages: DecodedMessage[];
  comments?: string[];
  retries?: number[];
}

function decode(pieces: Uint8Array[]): Required<Decoded> {
  const seen: Required<Decoded> = { messages: [], comments: [], retries: [] };
  const decoder = createEventStreamDecoder({
    onMessage: (message) => seen.messages.push(message),
    onComment: (comment) => seen.comments.push(comment),
    onRetry: (milliseconds) => seen.retries.push(milliseconds),
  });
  for (const piece of pieces) decoder.push(piece);
  decoder.end();
  return seen;
}

/** The bytes at once, byte by byte, with an empty piece, and split at every position. */
function everySplit(bytes: Uint8Array): Uint8Array[][] {
  const inTwo = Array.from(bytes, (_, at) => [bytes.slice(0, at), bytes.slice(at)]);
  const byteByByte = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
  return [[bytes], byteByByte, byteByByte.flatMap((byte) => [byte, new Uint8Array()]), ...inTwo];
}

const message = (data: string, event = 'message', id?: string): DecodedMessage => ({
  event,
  data,
  ...(id === undefined ? {} : { id }),
});

/** Cases of the WHATWG HTML standard, sections 9.2.5 and 9.2.6, including its examples. */
const cases: (Decoded & { given: string; stream: string | Uint8Array })[] = [
  { given: 'one message', stream: 'data: a\n\n', messages: [message('a')] },
  { given: 'no space behind the colon', stream: 'data:a\n\n', messages: [message('a')] },
  { given: 'one space is dropped, a second is not', stream: 'data:  a \n\n', messages: [message(' a ')] },
  { given: 'several data lines', stream: 'data: YHOO\ndata: +2\ndata: 10\n\n', messages: [message('YHOO\n+2\n10')] },
  { given: 'empty data lines', stream: 'data\n\ndata\ndata\n\ndata:', messages: [message(''), message('\n')] },
  { given: 'a colon in the value', stream: 'data: a: b\n\n', messages: [message('a: b')] },
  {
    given: 'an event name',
    stream: 'event: delta\ndata: a\n\ndata: b\n\n',
    messages: [message('a', 'delta'), message('b')],
  },
  { given: 'an empty event name', stream: 'event: x\nevent:\ndata: a\n\n', messages: [message('a')] },
  { given: 'an event without data', stream: 'event: x\n\ndata: a\n\n', messages: [message('a')] },
  { given: 'blank lines only', stream: '\n\n\r\n\r', messages: [] },
  {
    given: 'ids stay',
    stream: 'id: 1\ndata: a\n\ndata: b\n\n',
    messages: [message('a', undefined, '1'), message('b', undefined, '1')],
  },
  { given: 'an id alone stays', stream: 'id: 7\n\ndata: b\n\n', messages: [message('b', undefined, '7')] },
  {
    given: 'an id is reset',
    stream: 'id: 1\ndata: a\n\nid\ndata: b\n\n',
    messages: [message('a', undefined, '1'), message('b', undefined, '')],
  },
  {
    given: 'an id with NUL is ignored',
    stream: 'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
    messages: [message('a', undefined, '1'), message('b', undefined, '1')],
  },
  {
    given: 'retry',
    stream: 'retry: 1000\n\nretry: 10x\nretry: -1\nretry:\nretry: 007\n\n',
    messages: [],
    retries: [1000, 7],
  },
  {
    given: 'comments',
    stream: ': hi\n:ho\n:\ndata: a\n: x\n\n',
    messages: [message('a')],
    comments: ['hi', 'ho', '', 'x'],
  },
  { given: 'unknown fields', stream: 'foo: 1\nDATA: x\n data: y\ndata : z\ndata: a\n\n', messages: [message('a')] },
  {
    given: 'CRLF',
    stream: 'event: x\r\ndata: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n',
    messages: [message('a\nb', 'x'), message('c')],
  },
  {
    given: 'CR only, its last message too',
    stream: 'data: a\r\rdata: b\rdata: c\r\r',
    messages: [message('a'), message('b\nc')],
  },
  {
    given: 'line ends mixed',
    stream: 'data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\r',
    messages: [message('a\nb\nc'), message('d')],
  },
  { given: 'a byte order mark', stream: '\uFEFFdata: a\n\n', messages: [message('a')] },
  { given: 'only one byte order mark', stream: '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', messages: [message('b')] },
  {
    given: 'a byte order mark in the middle',
    stream: 'data: a\n\n\uFEFFdata: b\n\ndata: \uFEFFc\n\n',
    messages: [message('a'), message('\uFEFFc')],
  },
  {
    given: 'characters of two, three and four bytes',
    stream: 'event: ü\ndata: é € 😀\n\n',
    messages: [message('é € 😀', 'ü')],
  },
  {
    given: 'other line separators are text',
    stream: 'data: a\u2028b\u2029c\u0085d\vf\n\n',
    messages: [message('a\u2028b\u2029c\u0085d\vf')],
  },
  {
    given: 'bytes that are no UTF-8',
    stream: Uint8Array.from([...new TextEncoder().encode('data: a'), 0xff, 0xc3, 10, 10]),
    messages: [message('a\uFFFD\uFFFD')],
  },
  { given: 'a last message without its blank line', stream: 'data: a\n\ndata: b\n', messages: [message('a')] },
  { given: 'a last message without its line end', stream: 'data: a\n\ndata: b', messages: [message('a')] },
  { given: 'nothing', stream: '', messages: [] },
];

describe('the decoder of event streams', () => {
  it.each(cases)(
    'reads as the standard requires, split anywhere: $given',
    ({ stream, messages, comments, retries }) => {
      const bytes = typeof stream === 'string' ? new TextEncoder().encode(stream) : stream;
      for (const pieces of everySplit(bytes)) {
        const seen = decode(pieces);
        expect(seen.messages, `${pieces.length} pieces`).toEqual(messages);
        if (comments) expect(seen.comments).toEqual(comments);
        if (retries) expect(seen.retries).toEqual(retries);
      }
    },
  );

  it.each(['\n', '\r', '\r\n'])('yields a message with the line end of its blank line (%j)', (end) => {
    const seen: DecodedMessage[] = [];
    const decoder = createEventStreamDecoder({ onMessage: (one) => seen.push(one) });
    decoder.push(new TextEncoder().encode(`data: a${end}`));
    expect(seen).toEqual([]);
    decoder.push(new TextEncoder().encode(end.slice(0, 1)));
    expect(seen).toEqual([message('a')]);
  });
});

const singleLine = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
const anyData = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', ': ', 'data:', '\uFEFF', '😀')), {
    maxLength: 5,
  })
  .map((pieces) =>
    pieces
      .join('')
      .replace(/\r\n?/g, '\n')
      .replace(/[\uD800-\uDFFF]/gu, ''),
  );
const anyMessage: fc.Arbitrary<EventStreamMessage> = fc.record(
  {
    data: anyData,
    event: singleLine.map((text) => text.replace(/[\uD800-\uDFFF]/gu, '')),
    id: singleLine.map((text) => text.replaceAll('\0', '').replace(/[\uD800-\uDFFF]/gu, '')),
    retry: fc.nat(),
  },
  { requiredKeys: ['data'] },
);

interface Encoding {
  messages: EventStreamMessage[];
  text: string;
  cuts: number[];
}

/** Any list of messages with comments in between, with every line end and split anywhere. */
const anyEncoding: fc.Arbitrary<Encoding> = fc
  .record({
    messages: fc.array(anyMessage, { maxLength: 6 }),
    comments: fc.array(singleLine, { maxLength: 3 }),
    mark: fc.boolean(),
    end: fc.constantFrom('\n', '\r', '\r\n'),
    cuts: fc.array(fc.nat(400), { maxLength: 12 }),
  })
  .map(({ messages, comments, mark, end, cuts }) => {
    const frames = messages.map((one, index) =>
      encodeComment(comments[index] ?? 'x')
        .trimEnd()
        .concat('\n', encodeMessage(one)),
    );
    return { messages, cuts, text: (mark ? '\uFEFF' : '') + frames.join('').replaceAll('\n', end) };
  });

/** The bytes, split at `cuts`. */
function cutAt(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((one, other) => one - other), bytes.length];
  return places.slice(1).map((place, index) => bytes.slice(places[index], place));
}

describe('a stream of the encoder', () => {
  it('is decoded to its messages, with every line end and in any pieces', () => {
    fc.assert(
      fc.property(anyEncoding, ({ messages, text, cuts }) => {
        let id: string | undefined;
        const want = messages.map((one) => {
          id = one.id ?? id;
          return message(one.data, one.event || 'message', id);
        });
        const seen = decode(cutAt(new TextEncoder().encode(text), cuts));
        expect(seen.messages).toEqual(want);
        expect(seen.retries).toEqual(messages.flatMap(({ retry }) => retry ?? []));
      }),
      { numRuns: 500 },
    );
  });

  it('is decoded as by eventsource-parser', () => {
    fc.assert(
      fc.property(anyEncoding, ({ text, cuts }) => {
        const theirs: { event: string; data: string }[] = [];
        const parser = createParser({ onEvent: ({ event, data }) => theirs.push({ event: event ?? 'message', data }) });
        // It needs another LF after a final CR.
        parser.feed(`${text.replace(/^\uFEFF/, '')}\n`);
        const ours = decode(cutAt(new TextEncoder().encode(text), cuts)).messages;
        expect(ours.map(({ event, data }) => ({ event, data }))).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
  });
});
