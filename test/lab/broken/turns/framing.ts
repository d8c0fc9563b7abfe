import { type BrokenServer, broken } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import type { Event, Turn } from '../../reference/model.ts';

const framing =
  (edit: (usualFrame: string, event: Event, turn: Turn) => string | Buffer): Override =>
  (usual) => ({
    frame: (event, turn) => edit(String(usual.frame(event, turn)), event, turn),
  });

const when = (type: string, edit: (frame: string, event: Event) => string | Buffer): Override =>
  framing((frame, event) => (event.type === type ? edit(frame, event) : frame));

const inTheMiddle = (extra: string | Buffer): Override =>
  framing((frame, { type }) =>
    type === 'tool_result' ? Buffer.concat([Buffer.from(frame), Buffer.from(extra)]) : frame,
  );

/** Incorrectly framed event streams. */
export function frames(): BrokenServer[] {
  const json = "each message's data is one JSON Event";
  const named = 'event: agrees with the type';
  const types = ['thinking_delta', 'text_delta', 'thinking', 'text', 'tool_call', 'tool_result', 'stop', 'user_input'];
  const wrongNames = types.map((type) =>
    broken(
      `framing/event name of ${type} wrong`,
      named,
      when(type, (frame) => frame.replace(/^event: \w+/, type.endsWith('_delta') ? 'event: message' : 'event: delta')),
    ),
  );
  const missingNames = ['thinking_delta', 'text_delta'].map((type) =>
    broken(
      `framing/event name of ${type} missing`,
      named,
      when(type, (frame) => frame.replace(/^event: \w+\n/, '')),
    ),
  );
  return [
    ...wrongNames,
    ...missingNames,
    broken(
      'framing/event name is the type',
      named,
      framing((frame, { type }) => frame.replace(/^event: \w+/, `event: ${type}`)),
    ),
    broken(
      'framing/event name in upper case',
      named,
      framing((frame) => frame.replace('event: delta', 'event: DELTA')),
    ),
    broken(
      'framing/event name with a trailing blank',
      named,
      framing((frame) => frame.replace('event: delta', 'event: delta ')),
    ),
    broken(
      'framing/event name repeated in stop',
      named,
      when('stop', (frame) => `event: message\nevent: done\n${frame.slice(frame.indexOf('data'))}`),
    ),
    broken(
      'framing/[DONE] at the end',
      json,
      when('stop', (frame) => `${frame}data: [DONE]\n\n`),
    ),
    broken(
      'framing/[DONE] before the stop',
      json,
      when('stop', (frame) => `data: [DONE]\n\n${frame}`),
    ),
    broken('framing/a ping that is not JSON', json, inTheMiddle('event: ping\ndata: 1234567890 ping\n\n')),
    broken('framing/an empty object as ping', json, inTheMiddle('event: message\ndata: {}\n\n')),
    broken('framing/null as an event', json, inTheMiddle('data: null\n\n')),
    broken(
      'framing/an event in an array',
      json,
      when('text', (frame) => frame.replace(/data: ([^\n]*)/, 'data: [$1]')),
    ),
    broken(
      'framing/an event as a JSON string',
      json,
      when('text', (_frame, event) => `event: message\ndata: ${JSON.stringify(JSON.stringify(event))}\n\n`),
    ),
    broken('framing/an unknown type', json, inTheMiddle('event: message\ndata: {"type":"status","content":"x"}\n\n')),
    broken(
      'framing/single quotes',
      json,
      when('text_delta', () => "event: delta\ndata: {'type': 'text_delta', 'content': 'x'}\n\n"),
    ),
    broken(
      'framing/two events in one data line',
      json,
      when('thinking', (frame) => frame.replace(/data: ([^\n]*)/, 'data: $1 $1')),
    ),
    broken(
      'framing/two events in one message',
      json,
      when('thinking', (frame) => frame.replace(/(data: [^\n]*)/, '$1\n$1')),
    ),
    broken(
      'framing/no blank line between two deltas',
      json,
      when('text_delta', (frame) => frame.slice(0, -1)),
    ),
    broken(
      'framing/no blank line after the stop',
      'a last event that is never dispatched',
      when('stop', (frame) => frame.slice(0, -1)),
    ),
    broken(
      'framing/no line end after the stop',
      'a last event that is never dispatched',
      when('stop', (frame) => frame.slice(0, -2)),
    ),
    broken(
      'framing/raw line break in a JSON text',
      json,
      when('text', (frame) => frame.replaceAll('\\n', '\n')),
    ),
    broken(
      'framing/JSON cut off',
      json,
      when('tool_call', (frame) => `${frame.slice(0, -6)}\n\n`),
    ),
    broken(
      'framing/field name Data',
      json,
      when('text', (frame) => frame.replace('data:', 'Data:')),
    ),
    broken(
      'framing/blank before the field name',
      json,
      when('text', (frame) => frame.replace('data:', ' data:')),
    ),
    broken(
      'framing/a BOM in the middle',
      json,
      framing((frame, { type }) => (type === 'text_delta' ? `\uFEFF${frame}` : frame)),
    ),
    broken(
      'framing/a BOM before each JSON',
      json,
      framing((frame) => frame.replace('data: ', 'data: \uFEFF')),
    ),
    broken(
      'framing/invalid UTF-8 in a delta',
      'UTF-8',
      when('text_delta', (_frame) =>
        Buffer.concat([
          Buffer.from('event: delta\ndata: {"type":"text_delta","content":"'),
          Buffer.from([0xc3, 0x28]),
          Buffer.from('"}\n\n'),
        ]),
      ),
    ),
    broken(
      'framing/Latin-1',
      'UTF-8',
      framing((frame) => Buffer.from(frame.replaceAll('months', 'Jähre'), 'latin1')),
    ),
    broken(
      'framing/UTF-16',
      'UTF-8',
      framing((frame) => Buffer.from(frame, 'utf16le')),
    ),
    broken('framing/invalid UTF-8 in a comment', 'UTF-8', inTheMiddle(Buffer.from([0x3a, 0xff, 0xfe, 0x0a, 0x0a]))),
    broken(
      'framing/an encoded surrogate',
      'UTF-8',
      when('text', (frame) => {
        const [head = '', tail = ''] = frame.split('👍');
        return Buffer.concat([Buffer.from(head), Buffer.from([0xed, 0xa0, 0xbd]), Buffer.from(tail)]);
      }),
    ),
    broken('framing/NDJSON', 'Content-Type: text/event-stream', (usual) => ({
      streamHeaders: () => ({ 'content-type': 'application/x-ndjson' }),
      frame: (event) => `${JSON.stringify(event)}\n`,
      end: usual.end,
    })),
    broken('framing/NDJSON as event stream', json, () => ({ frame: (event) => `${JSON.stringify(event)}\n` })),
    broken('framing/a JSON array', 'Content-Type: text/event-stream', () => ({
      streamHeaders: () => ({ 'content-type': 'application/json' }),
      frame: (event, { streamed }) => `${streamed.length === 0 ? '[' : ','}${JSON.stringify(event)}`,
      end: (response) => void response.end(']'),
    })),
    ...['text/plain', 'application/octet-stream', 'text/event-stream; charset=iso-8859-1', 'text/eventstream'].map(
      (type) =>
        broken(`framing/content type ${type}`, 'Content-Type: text/event-stream, UTF-8', () => ({
          streamHeaders: () => ({ 'content-type': type }),
        })),
    ),
    broken('framing/no content type', 'Content-Type: text/event-stream', () => ({
      streamHeaders: () => ({}) as Record<string, string>,
    })),
    broken('framing/never ends', 'then the server ends the response', () => ({ end() {} })),
    broken('framing/ends after comments for ever', 'then the server ends the response', () => ({
      end(response) {
        const timer = setInterval(() => response.write(': still here\n\n'), 200);
        response.on('close', () => clearInterval(timer));
      },
    })),
    broken('framing/reset after the stop', 'then the server ends the response', () => ({
      end(response) {
        setTimeout(() => response.destroy(), 50);
      },
    })),
    broken('framing/reset before the stop', 'exactly one stop', (usual) => ({
      write(response, bytes, turn) {
        if (String(bytes).includes('"stop"')) response.destroy();
        else usual.write(response, bytes, turn);
      },
    })),
    broken('framing/ends in the middle', 'exactly one stop', (usual) => ({
      write(response, bytes, turn) {
        if (response.writableEnded) return;
        if (String(bytes).includes('"thinking"')) response.end();
        else usual.write(response, bytes, turn);
      },
      end(response) {
        if (!response.writableEnded) response.end();
      },
    })),
  ];
}
