import {
  drop,
  edit,
  editFirst,
  first,
  insert,
  type LabApi,
  type LabFrame,
  type Loose,
  repeat,
  typeOf,
} from '../frame.ts';

const send = (data: Loose): LabFrame => ({ event: data.type, data });
const delta = (index: number, type: string, rest: object) =>
  send({ type: 'content_block_delta', index, delta: { type, ...rest } });

function turn({ model, tools }: Loose): LabFrame[] {
  const start = send({
    type: 'message_start',
    message: {
      id: 'msg_9',
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 12, output_tokens: 1 },
    },
  });
  const end = (reason: string) => [
    send({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 30 } }),
    send({ type: 'message_stop' }),
  ];
  if (!tools) {
    return [
      start,
      send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
      send({ type: 'ping' }),
      delta(0, 'text_delta', { text: 'Hel' }),
      delta(0, 'text_delta', { text: 'lo!' }),
      send({ type: 'content_block_stop', index: 0 }),
      ...end('end_turn'),
    ];
  }
  return [
    start,
    send({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } }),
    delta(0, 'thinking_delta', { thinking: 'I need ' }),
    delta(0, 'thinking_delta', { thinking: 'the weather.' }),
    delta(0, 'signature_delta', { signature: 'c2ln' }),
    send({ type: 'content_block_stop', index: 0 }),
    send({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }),
    delta(1, 'text_delta', { text: 'I will look.' }),
    send({ type: 'content_block_stop', index: 1 }),
    send({
      type: 'content_block_start',
      index: 2,
      content_block: { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} },
    }),
    delta(2, 'input_json_delta', { partial_json: '' }),
    delta(2, 'input_json_delta', { partial_json: '{"city": "Pa' }),
    delta(2, 'input_json_delta', { partial_json: 'ris"}' }),
    send({ type: 'content_block_stop', index: 2 }),
    ...end('tool_use'),
  ];
}

const ofKind = (kind: string) => (frame: LabFrame) => (frame.data as Loose).delta?.type === kind;

export const anthropicMessages: LabApi = {
  name: 'anthropic-messages',
  path: '/v1/messages',
  turn,
  plain: ({ model }) => ({
    id: 'msg_8',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: 'Hello!' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 3, output_tokens: 4 },
  }),
  streams: ({ stream }) => stream === true,
  required: ['model', 'max_tokens', 'messages'],
  error: (status, message) => ({
    type: 'error',
    error: {
      type: status === 401 ? 'authentication_error' : status === 404 ? 'not_found_error' : 'invalid_request_error',
      message,
    },
    request_id: 'req_1',
  }),
  authorized: (headers, token) =>
    /^bearer (.*)$/i.exec(headers.get('authorization') ?? '')?.[1] === token || headers.get('x-api-key') === token,
  variations: {
    'no pings': drop('ping', true),
    'pings everywhere': (frames) =>
      frames
        .flatMap((frame) =>
          typeOf(frame) === 'message_stop' ? [send({ type: 'ping' }), frame] : [frame, send({ type: 'ping' })],
        )
        .slice(0),
    'a ping first': (frames) => [send({ type: 'ping' }), ...frames],
    'an unknown event': insert('message_delta', [send({ type: 'content_moderation', level: 1 })]),
    'no content at all': (frames) => frames.filter((frame) => !typeOf(frame).startsWith('content_block')),
    'two message deltas': insert('message_delta', [
      send({ type: 'message_delta', delta: { stop_reason: null, stop_sequence: null }, usage: { output_tokens: 20 } }),
    ]),
    'an empty tool input': edit(ofKind('input_json_delta'), (data) => {
      data.delta.partial_json = '';
    }),
    'input that was cut short': (frames) =>
      edit(
        (frame) => typeOf(frame) === 'message_delta',
        (data) => {
          data.delta.stop_reason = 'max_tokens';
        },
      )(
        frames.filter((frame) => (frame.data as Loose).delta?.partial_json !== 'ris"}'),
        {},
      ),
    'no thinking signature': (frames) => frames.filter((frame) => !ofKind('signature_delta')(frame)),
    citations: insert('content_block_stop', []),
    'unknown delta': (frames) => {
      const at = first(frames, 'content_block_stop');
      return frames.toSpliced(at, 0, delta(0, 'sparkle_delta', {}));
    },
    'an error in the middle': (frames) => [
      ...frames.slice(0, 4),
      send({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    ],
    'full usage': editFirst('message_delta', (data) => {
      data.usage = { input_tokens: 12, cache_read_input_tokens: 0, output_tokens: 30, server_tool_use: null };
    }),
  },
  defects: {
    'no start': ['stream-start-first', drop('message_start')],
    'two starts': ['stream-start-once', repeat('message_start')],
    'no stop': ['stream-end-present', drop('message_stop')],
    'two stops': ['stream-end-once', repeat('message_stop')],
    'an event after the stop': ['stream-end-last', (frames) => [...frames, frames[2]!]],
    'an event after an error': [
      'stream-end-last',
      (frames) => [
        ...frames.slice(0, 4),
        send({ type: 'error', error: { type: 'overloaded_error', message: 'x' } }),
        frames[4]!,
      ],
    ],
    'no message delta': ['stream-event-required', drop('message_delta')],
    'a message delta without a reason': [
      'stream-event-required',
      editFirst('message_delta', (data) => {
        data.delta.stop_reason = null;
      }),
    ],
    'the message delta too early': [
      'stream-event-order',
      (frames) => {
        const at = first(frames, 'message_delta');
        return frames.toSpliced(at, 1).toSpliced(1, 0, frames[at]!);
      },
    ],
    'another event name': [
      'stream-event-name',
      (frames) =>
        frames.map((frame) => (typeOf(frame) === 'message_stop' ? { ...frame, event: 'message_end' } : frame)),
    ],
    'no event name': ['stream-event-name', (frames) => frames.map(({ data }) => ({ data }))],
    'data that is no JSON': [
      'stream-data-is-json',
      (frames) => frames.toSpliced(3, 0, { event: 'content_block_delta', data: '{' }),
    ],
    'a block that is never stopped': [
      'stream-lifecycle-closed',
      (frames) => {
        const at = frames.findLastIndex((frame) => typeOf(frame) === 'content_block_stop');
        return frames.toSpliced(at, 1);
      },
    ],
    'a block that is never started': ['stream-lifecycle-opened', drop('content_block_start')],
    'a delta of another block': [
      'stream-lifecycle-opened',
      editFirst('content_block_delta', (data) => {
        data.index = 9;
      }),
    ],
    'a stop of another block': [
      'stream-lifecycle-opened',
      (frames) =>
        edit(
          (frame, index) => typeOf(frame) === 'content_block_stop' && index === 0,
          (data) => {
            data.index = 9;
          },
        )(frames, {}),
    ],
    'a delta after the stop': [
      'stream-lifecycle-over',
      (frames) => {
        const at = first(frames, 'content_block_stop');
        const one = first(frames, 'content_block_delta');
        return frames.toSpliced(at + 1, 0, frames[one]!);
      },
    ],
    'a block that is stopped twice': ['stream-lifecycle-over', repeat('content_block_stop')],
    'a block that is started twice': ['stream-lifecycle-unique', repeat('content_block_start')],
    'an index that is skipped': [
      'stream-lifecycle-numbered',
      edit(
        (frame) => (frame.data as Loose).index === 0,
        (data) => {
          data.index = 5;
        },
      ),
    ],
    'blocks that overlap': [
      'stream-lifecycle-contiguous',
      (frames) => {
        const stop = first(frames, 'content_block_stop');
        const next = frames.findIndex((frame, at) => at > stop && typeOf(frame) === 'content_block_start');
        return next < 0 ? frames : frames.toSpliced(stop, 1).toSpliced(next, 0, frames[stop]!);
      },
    ],
    'text in a tool use': [
      'stream-lifecycle-kind',
      (frames) =>
        edit(
          (frame, index) => ofKind('input_json_delta')(frame) && index === 0,
          (data) => {
            data.delta = { type: 'text_delta', text: 'x' };
          },
        )(frames, {}),
    ],
    'input in a text': [
      'stream-lifecycle-kind',
      edit(
        (frame, index) => ofKind('text_delta')(frame) && index === 0,
        (data) => {
          data.delta = { type: 'input_json_delta', partial_json: '' };
        },
      ),
    ],
    'thinking after the signature': [
      'stream-lifecycle-final',
      (frames) => {
        const at = frames.findIndex(ofKind('signature_delta'));
        return at < 0 ? frames : frames.toSpliced(at, 1).toSpliced(at - 1, 0, frames[at]!);
      },
    ],
    'input that is no JSON': [
      'stream-text-json',
      edit(
        (frame) => (frame.data as Loose).delta?.partial_json === 'ris"}',
        (data) => {
          data.delta.partial_json = 'ris"';
        },
      ),
    ],
    'input that is no object': [
      'stream-text-json',
      edit(
        (frame) => ofKind('input_json_delta')(frame),
        (data) => {
          data.delta.partial_json = data.delta.partial_json && (data.delta.partial_json.startsWith('{') ? '[1' : ']');
        },
      ),
    ],
    'usage that decreases': [
      'stream-field-increasing',
      editFirst('message_start', (data) => {
        data.message.usage.output_tokens = 90;
      }),
    ],
    'content at the start': [
      'stream-field-value',
      editFirst('message_start', (data) => {
        data.message.content = [{ type: 'text', text: 'Hel' }];
      }),
    ],
    'a reason at the start': [
      'stream-field-present',
      editFirst('message_start', (data) => {
        data.message.stop_reason = 'end_turn';
      }),
    ],
    'a block without its index': [
      'stream-event-schema',
      editFirst('content_block_stop', (data) => {
        delete data.index;
      }),
    ],
    'a text delta without text': [
      'stream-event-schema',
      edit(
        (frame, index) => ofKind('text_delta')(frame) && index === 0,
        (data) => {
          delete data.delta.text;
        },
      ),
    ],
    'a start without a message': [
      'stream-event-schema',
      editFirst('message_start', (data) => {
        delete data.message.id;
      }),
    ],
  },
};
