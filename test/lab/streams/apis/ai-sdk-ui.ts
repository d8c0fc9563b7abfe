import {
  type Change,
  drop,
  editFirst,
  first,
  insert,
  type LabApi,
  type LabFrame,
  type Loose,
  repeat,
  typeOf,
} from '../frame.ts';

const send = (type: string, rest: object = {}): LabFrame => ({ data: { type, ...rest } });
const done: LabFrame = { data: '[DONE]' };
const call = { toolCallId: 'call_1' };

function turn({ tools }: Loose): LabFrame[] {
  if (!tools) {
    return [
      send('start', { messageId: 'msg-1' }),
      send('start-step'),
      send('reasoning-start', { id: 'r1' }),
      send('reasoning-delta', { id: 'r1', delta: 'Greet.' }),
      send('reasoning-end', { id: 'r1' }),
      send('text-start', { id: 't1' }),
      send('text-delta', { id: 't1', delta: 'Hel' }),
      send('text-delta', { id: 't1', delta: 'lo!' }),
      send('text-end', { id: 't1' }),
      send('finish-step'),
      send('finish', { finishReason: 'stop' }),
      done,
    ];
  }
  return [
    send('start'),
    send('start-step'),
    send('tool-input-start', { ...call, toolName: 'get_weather' }),
    send('tool-input-delta', { ...call, inputTextDelta: '{"city":' }),
    send('tool-input-delta', { ...call, inputTextDelta: '"Paris"}' }),
    send('tool-input-available', { ...call, toolName: 'get_weather', input: { city: 'Paris' } }),
    send('tool-output-available', { ...call, output: { sunny: true } }),
    send('finish-step'),
    send('start-step'),
    send('text-start', { id: '0' }),
    send('text-delta', { id: '0', delta: 'Sunny.' }),
    send('text-end', { id: '0' }),
    send('finish-step'),
    send('finish'),
    done,
  ];
}

const everywhere: Change = (frames) => frames.flatMap((frame) => [send('data-note', { data: { a: 1 } }), frame]);

export const aiSdkUi: LabApi = {
  name: 'ai-sdk-ui',
  path: '/api/chat',
  turn,
  streams: () => true,
  required: ['messages'],
  error: (_, message) => ({ error: message }),
  headers: { 'x-vercel-ai-ui-message-stream': 'v1' },
  variations: {
    'data everywhere': everywhere,
    'text ids that start again': insert('finish', [
      send('start-step'),
      send('text-start', { id: 't1' }),
      send('text-delta', { id: 't1', delta: 'x' }),
      send('text-end', { id: 't1' }),
      send('finish-step'),
    ]),
    'texts that interleave': insert(
      'text-delta',
      [send('text-start', { id: 't2' }), send('text-delta', { id: 't2', delta: 'x' }), send('text-end', { id: 't2' })],
      true,
    ),
    'input without start and deltas': (frames) =>
      frames.filter((frame) => !['tool-input-start', 'tool-input-delta'].includes(typeOf(frame))),
    'preliminary outputs': insert('tool-output-available', [
      send('tool-output-available', { ...call, output: 1, preliminary: true }),
      send('tool-output-available', { ...call, output: 2, preliminary: true }),
    ]),
    'no output of a client tool': drop('tool-output-available'),
    'a tool that fails': (frames) =>
      frames.map((frame) =>
        typeOf(frame) === 'tool-output-available' ? send('tool-output-error', { ...call, errorText: 'No.' }) : frame,
      ),
    'an error that does not end the stream': insert('text-end', [send('error', { errorText: 'A moment.' })]),
    'an error, then the sentinel': (frames) => [...frames.slice(0, 4), send('error', { errorText: 'Gone.' }), done],
    'an abort': (frames) => [...frames.slice(0, 4), send('abort'), done],
    'an unknown part': insert('finish-step', [send('sparkle', { x: 1 })]),
    'sources and files': insert('text-start', [
      send('source-url', { sourceId: 's', url: 'https://example.org' }),
      send('file', { url: 'data:,x', mediaType: 'text/plain' }),
    ]),
    metadata: insert('text-start', [send('message-metadata', { messageMetadata: { a: 1 } })]),
  },
  defects: {
    'no sentinel': ['stream-sentinel-present', (frames) => frames.slice(0, -1)],
    'two sentinels': ['stream-sentinel-last', (frames) => [...frames, done]],
    'a part after the sentinel': ['stream-sentinel-last', (frames) => [...frames, frames[1]!]],
    'no sentinel after an error': [
      'stream-sentinel-present',
      (frames) => [...frames.slice(0, 4), send('error', { errorText: 'Gone.' })],
    ],
    'no start': ['stream-start-first', drop('start')],
    'two starts': ['stream-start-once', repeat('start')],
    'no finish': ['stream-event-required', drop('finish')],
    'two finishes': ['stream-event-once', repeat('finish')],
    'text after the finish': [
      'stream-event-order',
      insert('finish', [send('text-start', { id: 'z' }), send('text-end', { id: 'z' })], true),
    ],
    'an event name': [
      'stream-event-name',
      (frames) => frames.map((frame, index) => (index === 2 ? { ...frame, event: 'part' } : frame)),
    ],
    'data that is no JSON': ['stream-data-is-json', (frames) => frames.toSpliced(2, 0, { data: 'oops' })],
    'a text that never ends': ['stream-lifecycle-closed', drop('text-end')],
    'a text that never starts': ['stream-lifecycle-opened', drop('text-start')],
    'a text that starts twice': ['stream-lifecycle-unique', repeat('text-start')],
    'a text that ends twice': ['stream-lifecycle-over', repeat('text-end')],
    'a delta after the end': [
      'stream-lifecycle-over',
      (frames) => {
        const at = first(frames, 'text-end');
        const one = first(frames, 'text-delta');
        return frames.toSpliced(at + 1, 0, frames[one]!);
      },
    ],
    'a delta of another text': [
      'stream-lifecycle-opened',
      editFirst('text-delta', (data) => {
        data.id = 'other';
      }),
    ],
    'reasoning that never ends': ['stream-lifecycle-closed', drop('reasoning-end')],
    'a step that never ends': [
      'stream-lifecycle-closed',
      (frames) => frames.filter((frame) => typeOf(frame) !== 'finish-step'),
    ],
    'a step that never starts': [
      'stream-lifecycle-opened',
      (frames) => frames.filter((frame) => typeOf(frame) !== 'start-step'),
    ],
    'input that never comes': ['stream-lifecycle-closed', drop('tool-input-available')],
    'deltas without a start': ['stream-lifecycle-opened', drop('tool-input-start')],
    'input that differs': [
      'stream-text-json',
      editFirst('tool-input-available', (data) => {
        data.input = { city: 'Rome' };
      }),
    ],
    'input that is no JSON': [
      'stream-text-json',
      editFirst('tool-input-delta', (data) => {
        data.inputTextDelta = '{city:';
      }),
    ],
    'an output of an unknown call': [
      'stream-lifecycle-opened',
      editFirst('tool-output-available', (data) => {
        data.toolCallId = 'call_9';
      }),
    ],
    'two outputs': ['stream-lifecycle-over', repeat('tool-output-available')],
    'another tool name': [
      'stream-field-same',
      editFirst('tool-input-available', (data) => {
        data.toolName = 'other';
      }),
    ],
    'a delta without text': [
      'stream-event-schema',
      editFirst('text-delta', (data) => {
        delete data.delta;
      }),
    ],
    'an id that is no text': [
      'stream-event-schema',
      editFirst('text-start', (data) => {
        data.id = 1;
      }),
    ],
  },
};
