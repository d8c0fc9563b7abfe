import type { Override } from '../reference/behaviour.ts';
import type { Event, Turn } from '../reference/model.ts';
import type { ConformingServer } from './conforming-server.ts';

const standard = 'standard: server-sent events';

const framed = (
  name: string,
  edit: (frame: string, event: Event, turn: Turn) => string | Buffer,
): ConformingServer => ({
  name: `framing: ${name}`,
  clause: standard,
  override: (usual) => ({ frame: (event, turn) => edit(String(usual.frame(event, turn)), event, turn) }),
});

const typed = (type: string): ConformingServer => ({
  name: `content type: ${type}`,
  clause: 'a media type may have parameters and any case',
  override: () => ({ streamHeaders: () => ({ 'content-type': type }) }),
});

/** Writes `size` bytes at a time, each in its own chunk. */
const inPieces =
  (size: number): Override =>
  (usual) => ({
    write(response, bytes, turn) {
      const buffer = Buffer.from(bytes);
      for (let at = 0; at < buffer.length; at += size) usual.write(response, buffer.subarray(at, at + size), turn);
    },
  });

const escaped = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Event streams with other framings that the standard allows. */
export const framingServers: ConformingServer[] = [
  framed('CRLF', (frame) => frame.replaceAll('\n', '\r\n')),
  framed('CR', (frame) => frame.replaceAll('\n', '\r')),
  framed('line ends mixed', (frame, _event, { streamed }) =>
    frame.replaceAll('\n', ['\n', '\r\n', '\r'][streamed.length % 3] ?? '\n'),
  ),
  framed('comments', (frame) => `: keep-alive\n\n:\n${frame.replace('\n', '\n:inside\n')}: after\n\n`),
  framed('ids and retry', (frame, _event, { streamed }) => `id: ${streamed.length}\nretry: 3000\n${frame}`),
  framed('id alone, with NUL, and a bad retry', (frame) => `id: a\0b\nretry: soon\nid\n${frame}`),
  framed('unknown fields', (frame) => `foo: bar\nnothing\n${frame}`),
  framed('no blank behind the colon', (frame) => frame.replaceAll(': {', ':{').replace('event: ', 'event:')),
  framed('data before event', (frame) => frame.replace(/^(event: \w+)\n(data: [^\n]*)\n/, '$2\n$1\n')),
  framed('event name given twice, the last counts', (frame) => `event: other\n${frame}`),
  framed('no name for message events', (frame) => frame.replace('event: message\n', '')),
  framed('empty name for message events', (frame) => frame.replace('event: message\n', 'event\n')),
  framed('messages without data, which are not dispatched', (frame) => `event: ping\n\n${frame}\n\n`),
  framed(
    'pretty-printed JSON in several data lines',
    (_frame, event) =>
      `event: ${event.type.endsWith('_delta') ? 'delta' : 'message'}\n${JSON.stringify(event, null, 2).replaceAll(/^|\n/g, (end) => `${end}data: `)}\n\n`,
  ),
  framed('blanks around the JSON', (frame) => frame.replace(/data: ([^\n]*)/, 'data: \t $1  ')),
  framed('non-ASCII escaped', escaped),
  framed('comment after the end', (frame, { type }) => (type === 'stop' ? `${frame}: bye` : frame)),
  framed('unfinished line without data at the end', (frame, { type }) => (type === 'stop' ? `${frame}id: 7` : frame)),
  framed('a long comment', (frame) => `: ${'x'.repeat(20_000)}\n${frame}`),
  { name: 'framing: BOM', clause: standard, override: () => ({ opening: () => '\uFEFF' }) },
  {
    name: 'framing: comments for padding first',
    clause: standard,
    override: () => ({ opening: () => `:${' '.repeat(2048)}\n\n` }),
  },
  {
    name: 'framing: BOM, then CR',
    clause: standard,
    override: (usual) => ({
      opening: () => '\uFEFF',
      frame: (event, turn) => String(usual.frame(event, turn)).replaceAll('\n', '\r'),
    }),
  },
  { name: 'chunks: byte by byte', clause: standard, override: inPieces(1) },
  { name: 'chunks: three bytes each', clause: standard, override: inPieces(3) },
  {
    name: 'chunks: byte by byte with CRLF',
    clause: standard,
    override: (usual) => ({
      ...inPieces(1)(usual),
      frame: (event, turn) => String(usual.frame(event, turn)).replaceAll('\n', '\r\n'),
    }),
  },
  typed('text/event-stream;charset=UTF-8'),
  typed('text/event-stream; charset="utf-8"'),
  typed('Text/Event-Stream; Charset=utf-8'),
];
