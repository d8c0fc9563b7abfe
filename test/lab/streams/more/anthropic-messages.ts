import { type Change, drop, editFirst, first, type LabFrame, type Loose, typeOf } from '../frame.ts';
import { breaking, changing, editJson, editWhere, type MoreServers } from './servers.ts';

const send = (data: Loose): LabFrame => ({ event: data.type, data });
const start = (more: object = {}, message: object = {}) =>
  send({
    type: 'message_start',
    message: {
      id: 'msg_01',
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 4, output_tokens: 1 },
      ...message,
    },
    ...more,
  });
const stop = (stop_reason: string, more: object = {}) => [
  send({ type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 5 }, ...more }),
  send({ type: 'message_stop' }),
];
/** The events of a block: its start, its deltas, its stop. */
const block = (index: number, content_block: object, ...deltas: Loose[]) => [
  send({ type: 'content_block_start', index, content_block }),
  ...deltas.map((delta) => send({ type: 'content_block_delta', index, delta })),
  send({ type: 'content_block_stop', index }),
];
const text = (...pieces: string[]) => pieces.map((one) => ({ type: 'text_delta', text: one }));
const input = (...pieces: string[]) => pieces.map((one) => ({ type: 'input_json_delta', partial_json: one }));
const toolUse = (id = 'toolu_A') => ({ type: 'tool_use', id, name: 'get_weather', input: {} });
const empty = { type: 'text', text: '' };
const thinking = { type: 'thinking', thinking: '', signature: '' };

const turn =
  (blocks: LabFrame[][], reason = 'end_turn', more: object = {}): Change =>
  () => [start(), ...blocks.flat(), ...stop(reason, more)];
const ping = send({ type: 'ping' });
const overloaded = send({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'r' });
const ofKind = (kind: string) => (data: Loose) => data.delta?.type === kind;

export const anthropicMessages: MoreServers = {
  correct: {
    ...changing({
      'one piece': turn([block(0, empty, ...text('Hello'))]),
      'an empty text': turn([block(0, empty)]),
      'empty pieces': turn([block(0, empty, ...text('', 'Hi', ''))]),
      'a text with citations': turn([
        block(
          0,
          { ...empty, citations: [] },
          ...text('A'),
          { type: 'citations_delta', citation: { type: 'page_location' } },
          ...text('B'),
        ),
      ]),
      'thinking that is redacted': turn([
        block(0, { type: 'redacted_thinking', data: 'abc' }),
        block(1, empty, ...text('A')),
      ]),
      'a signature only': turn([
        block(0, thinking, { type: 'signature_delta', signature: 'x' }),
        block(1, empty, ...text('A')),
      ]),
      'thinking between tools': turn(
        [
          block(0, thinking, { type: 'thinking_delta', thinking: 'a' }, { type: 'signature_delta', signature: 'x' }),
          block(1, toolUse('a'), ...input('{}')),
          block(2, thinking, { type: 'thinking_delta', thinking: 'b' }, { type: 'signature_delta', signature: 'y' }),
          block(3, toolUse('b'), ...input('{"a":', '[1,2]', '}')),
        ],
        'tool_use',
      ),
      'a tool without input': turn([block(0, toolUse())], 'tool_use'),
      'a tool whose input comes at once': turn([block(0, toolUse(), ...input('{"city":"Paris"}'))], 'tool_use'),
      'a tool whose input comes by character': turn(
        [block(0, toolUse(), ...input('', ...'{"c": {"d": [1, "é\\n"]}}'))],
        'tool_use',
      ),
      'a tool of the server': turn([
        block(0, { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: {} }, ...input('{"query":"x"}')),
        block(1, { type: 'web_search_tool_result', tool_use_id: 'srv_1', content: [] }),
        block(2, empty, ...text('A')),
      ]),
      'a tool of another server': turn([
        block(0, { type: 'mcp_tool_use', id: 'm', name: 'x', server_name: 'y', input: {} }, ...input('{}')),
      ]),
      'a block of a new kind': turn([block(0, { type: 'sparkle' }, { type: 'sparkle_delta', x: 1 })]),
      ...Object.fromEntries(
        ['max_tokens', 'stop_sequence', 'pause_turn', 'refusal', 'model_context_window_exceeded'].map((reason) => [
          `the reason ${reason}`,
          turn([block(0, empty, ...text('A'))], reason),
        ]),
      ),
      'a refusal without content': turn([], 'refusal'),
      'input cut short by the context': turn([block(0, toolUse(), ...input('{"ci'))], 'model_context_window_exceeded'),
      'a ping after the delta': (frames) => [...frames.slice(0, -1), ping, frames.at(-1)!],
      'a ping within a tool input': turn([
        block(0, toolUse(), ...input('{')).toSpliced(
          2,
          0,
          ping,
          send({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '}' } }),
        ),
      ]),
      'an error at once': () => [overloaded],
      'an error after the start': () => [start(), overloaded],
      'an error before the stop': (frames) => [...frames.slice(0, -1), overloaded],
      'an unknown event first': (frames) => [send({ type: 'hello', x: 1 }), ...frames],
      'usage in full': () => [
        start(
          {},
          {
            usage: { input_tokens: 1, output_tokens: 0, cache_creation: null, service_tier: 'standard' },
            container: null,
          },
        ),
        ...block(0, empty, ...text('A')),
        ...stop('end_turn', {
          usage: { input_tokens: null, output_tokens: 0, server_tool_use: { web_search_requests: 0 } },
          context_management: null,
        }),
      ],
      'the same usage at both ends': () => [
        start({}, { usage: { input_tokens: 1, output_tokens: 5 } }),
        ...block(0, empty, ...text('A')),
        ...stop('end_turn'),
      ],
      'a stop sequence': turn([block(0, empty, ...text('A'))], 'stop_sequence', {
        delta: { stop_reason: 'stop_sequence', stop_sequence: '###' },
      }),
      'more fields everywhere': (frames) =>
        frames.map(({ event, data }) => ({ event: event!, data: { ...(data as Loose), extra: { a: null } } })),
    }),
    'a key in x-api-key only': { instead: unless((headers, token) => headers.get('x-api-key') === token) },
    'a bearer token only': { instead: unless((headers, token) => headers.get('authorization') === `Bearer ${token}`) },
  },
  broken: {
    ...breaking({
      'a stop sequence without its reason': [
        'stream-field-present',
        editFirst('message_delta', (data) => {
          Object.assign(data.delta, { stop_reason: 'end_turn', stop_sequence: '###' });
        }),
      ],
      'a stop sequence at the start': [
        'stream-field-present',
        editWhere(
          (data) => data.type === 'message_start',
          (data) => {
            data.message.stop_sequence = 'x';
          },
        ),
      ],
      'text in redacted thinking': [
        'stream-lifecycle-kind',
        turn([block(0, { type: 'redacted_thinking', data: 'x' }, ...text('a'))]),
      ],
      'redacted thinking without its data': ['stream-event-schema', turn([block(0, { type: 'redacted_thinking' })])],
      'a citation without its citation': [
        'stream-event-schema',
        turn([block(0, empty, ...text('a'), { type: 'citations_delta' })]),
      ],
      'a block that starts without its text': ['stream-event-schema', turn([block(0, { type: 'text' }, ...text('a'))])],
      'thinking that starts without its text': ['stream-event-schema', turn([block(0, { type: 'thinking' })])],
      'a tool use without input': [
        'stream-event-schema',
        turn([block(0, { type: 'tool_use', id: 'a', name: 'b' }, ...input('{}'))], 'tool_use'),
      ],
      'input tokens that decrease': [
        'stream-field-increasing',
        turn([block(0, empty)], 'end_turn', { usage: { input_tokens: 3, output_tokens: 5 } }),
      ],
      'thinking in a text': [
        'stream-lifecycle-kind',
        turn([block(0, empty, { type: 'thinking_delta', thinking: 'a' })]),
      ],
      'text in thinking': ['stream-lifecycle-kind', turn([block(0, thinking, ...text('a'))])],
      'a signature in a text': [
        'stream-lifecycle-kind',
        turn([block(0, empty, { type: 'signature_delta', signature: 'a' })]),
      ],
      'a signature first': [
        'stream-lifecycle-final',
        turn([
          block(0, thinking, { type: 'signature_delta', signature: 'x' }, { type: 'thinking_delta', thinking: 'a' }),
        ]),
      ],
      'an index that counts from 1': ['stream-lifecycle-numbered', turn([block(1, empty, ...text('a'))])],
      'an index that stays': [
        'stream-lifecycle-unique',
        turn([block(0, empty, ...text('a')), block(0, empty, ...text('b'))]),
      ],
      'an index that goes back': [
        'stream-lifecycle-numbered',
        turn([block(1, empty, ...text('a')), block(0, empty, ...text('b'))]),
      ],
      'an index as text': [
        'stream-event-schema',
        editWhere(
          (data) => data.index !== undefined,
          (data) => {
            data.index = String(data.index);
          },
          true,
        ),
      ],
      'blocks that nest': [
        'stream-lifecycle-contiguous',
        turn([
          [
            ...block(0, empty, ...text('a')).slice(0, 2),
            ...block(1, empty, ...text('b')),
            send({ type: 'content_block_stop', index: 0 }),
          ],
        ]),
      ],
      'no blocks but deltas': [
        'stream-lifecycle-opened',
        (frames) =>
          frames.filter((frame) => !/_(start|stop)$/.test(typeOf(frame)) || typeOf(frame).startsWith('message')),
      ],
      'no stop of any block': ['stream-lifecycle-closed', drop('content_block_stop', true)],
      'a message in each event': ['stream-start-once', (frames) => frames.flatMap((frame) => [start(), frame])],
      'the start late': ['stream-start-first', (frames) => [...frames.slice(1, 3), frames[0]!, ...frames.slice(3)]],
      'the stop before the delta': [
        'stream-end-last',
        (frames) => [...frames.slice(0, -2), frames.at(-1)!, frames.at(-2)!],
      ],
      'the delta twice, with less usage': [
        'stream-field-increasing',
        (frames) =>
          frames.toSpliced(
            -1,
            0,
            send({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } }),
          ),
      ],
      'a block after the message delta': [
        'stream-event-order',
        (frames) => frames.toSpliced(-1, 0, ...block(9, empty, ...text('x'))),
      ],
      'a delta without usage': [
        'stream-event-schema',
        editFirst('message_delta', (data) => {
          delete data.usage;
        }),
      ],
      'usage without output_tokens': [
        'stream-event-schema',
        editFirst('message_delta', (data) => {
          data.usage = {};
        }),
      ],
      'usage as text': [
        'stream-event-schema',
        editFirst('message_delta', (data) => {
          data.usage.output_tokens = '30';
        }),
      ],
      'a start without usage': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          delete data.message.usage;
        }),
      ],
      'a start without input_tokens': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          delete data.message.usage.input_tokens;
        }),
      ],
      'a start whose input_tokens are null': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          data.message.usage.input_tokens = null;
        }),
      ],
      'a start without a model': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          delete data.message.model;
        }),
      ],
      'a start without content': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          delete data.message.content;
        }),
      ],
      'another role': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          data.message.role = 'user';
        }),
      ],
      'another type of message': [
        'stream-event-schema',
        editFirst('message_start', (data) => {
          data.message.type = 'completion';
        }),
      ],
      'the message at the top': [
        'stream-event-schema',
        editFirst('message_start', ({ message }) => ({ ...message, type: 'message_start' })),
      ],
      'a reason that does not exist': [
        'stream-event-schema',
        editFirst('message_delta', (data) => {
          data.delta.stop_reason = 'stop';
        }),
      ],
      'a reason at the top': [
        'stream-event-required',
        editFirst('message_delta', (data) => {
          data.stop_reason = data.delta.stop_reason;
          data.delta = {};
        }),
      ],
      'no delta in the message delta': [
        'stream-event-schema',
        editFirst('message_delta', (data) => {
          delete data.delta;
        }),
      ],
      'a tool without an id': [
        'stream-event-schema',
        turn([block(0, { type: 'tool_use', name: 'x', input: {} }, ...input('{}'))], 'tool_use'),
      ],
      'a tool without a name': [
        'stream-event-schema',
        turn([block(0, { type: 'tool_use', id: 'x', input: {} }, ...input('{}'))], 'tool_use'),
      ],
      'tools with the same id': [
        'stream-field-same',
        turn([block(0, toolUse('a'), ...input('{}')), block(1, toolUse('a'), ...input('{}'))], 'tool_use'),
      ],
      'input as an object': [
        'stream-event-schema',
        editWhere(ofKind('input_json_delta'), (data) => {
          data.delta.partial_json = {};
        }),
      ],
      'input under another name': [
        'stream-event-schema',
        editWhere(ofKind('input_json_delta'), (data) => {
          data.delta = { type: 'input_json_delta', input: '{}' };
        }),
      ],
      'input that comes twice': [
        'stream-text-json',
        turn([block(0, toolUse(), ...input('{"a":1}', '{"a":1}'))], 'tool_use'),
      ],
      'input that is text': ['stream-text-json', turn([block(0, toolUse(), ...input('Paris'))], 'tool_use')],
      'input that is null': ['stream-text-json', turn([block(0, toolUse(), ...input('null'))], 'tool_use')],
      'input without its last piece': [
        'stream-text-json',
        turn([block(0, toolUse(), ...input('{"city":"Pa'))], 'tool_use'),
      ],
      'a block without a type': [
        'stream-event-schema',
        editFirst('content_block_start', (data) => {
          delete data.content_block.type;
        }),
      ],
      'a start without a block': [
        'stream-event-schema',
        editFirst('content_block_start', (data) => {
          delete data.content_block;
        }),
      ],
      'a delta without a type': [
        'stream-event-schema',
        editFirst('content_block_delta', (data) => {
          delete data.delta.type;
        }),
      ],
      'a delta that is text': [
        'stream-event-schema',
        editFirst('content_block_delta', (data) => {
          data.delta = 'Hi';
        }),
      ],
      'a text that is null': [
        'stream-event-schema',
        editWhere(ofKind('text_delta'), (data) => {
          data.delta.text = null;
        }),
      ],
      'thinking without text': [
        'stream-event-schema',
        editWhere(ofKind('thinking_delta'), (data) => {
          delete data.delta.thinking;
        }),
      ],
      'a ping after the stop': ['stream-end-last', (frames) => [...frames, ping]],
      'a ping under another name': [
        'stream-event-name',
        (frames) => [frames[0]!, { event: 'keepalive', data: { type: 'ping' } }, ...frames.slice(1)],
      ],
      'a ping without data': [
        'stream-data-is-json',
        (frames) => [frames[0]!, { event: 'ping', data: '' }, ...frames.slice(1)],
      ],
      'a sentinel': ['stream-data-is-json', (frames) => [...frames, { data: '[DONE]' }]],
      'an error without a type': [
        'stream-event-schema',
        () => [start(), send({ type: 'error', error: { message: 'x' } })],
      ],
      'an error as text': ['stream-event-schema', () => [start(), send({ type: 'error', error: 'Overloaded' })]],
      'an error that is followed by a stop': [
        'stream-end-once',
        (frames) => [...frames.slice(0, 3), overloaded, frames.at(-1)!],
      ],
      'all names message': ['stream-event-name', (frames) => frames.map(({ data }) => ({ event: 'message', data }))],
      'one name that is missing': [
        'stream-event-name',
        (frames) => frames.map((frame) => (typeOf(frame) === 'content_block_stop' ? { data: frame.data } : frame)),
      ],
      'a name in capitals': [
        'stream-event-name',
        (frames) => frames.map((frame) => ({ ...frame, event: frame.event!.toUpperCase() })),
      ],
      'an event without a type': [
        'stream-event-schema',
        editFirst('content_block_stop', (data) => {
          delete data.type;
        }),
      ],
      'types of the old API': [
        'stream-end-present',
        () => [{ event: 'completion', data: { type: 'completion', completion: 'Hi', stop_reason: null } }],
      ],
      'a block that is stopped at the end': [
        'stream-event-order',
        (frames) => {
          const at = frames.findLastIndex((frame) => typeOf(frame) === 'content_block_stop');
          return frames.toSpliced(at, 1).toSpliced(-1, 0, frames[at]!);
        },
      ],
      'a delta before its block': [
        'stream-lifecycle-opened',
        (frames) => {
          const at = first(frames, 'content_block_delta');
          return frames.toSpliced(at, 1).toSpliced(first(frames, 'content_block_start'), 0, frames[at]!);
        },
      ],
      'usage that is not cumulative': [
        'stream-field-increasing',
        () => [
          start({}, { usage: { input_tokens: 1, output_tokens: 40 } }),
          ...block(0, empty, ...text('A')),
          ...stop('end_turn'),
        ],
      ],
    }),
    'a message without a reason to stop': [
      'response-body-schema',
      editJson((data) => {
        data.stop_reason = null;
      }),
    ],
    'a text block without its text': [
      'response-body-schema',
      editJson((data) => {
        data.content = [{ type: 'text' }];
      }),
    ],
    'no version of the API': [
      'request-required-refused',
      {
        instead: (request) =>
          request.method !== 'POST' || !request.url.endsWith('/v1/messages') || request.headers.has('anthropic-version')
            ? undefined
            : Response.json({
                id: 'msg_1',
                type: 'message',
                role: 'assistant',
                model: 'x',
                content: [],
                stop_reason: 'end_turn',
                usage: { input_tokens: 1, output_tokens: 1 },
              }),
      },
    ],
  },
};

/** Rejects credentials that fail the check. */
function unless(passes: (headers: Headers, token: string) => boolean) {
  return (request: Request): Response | undefined =>
    passes(request.headers, 'the-right-token') ||
    new URL(request.url).pathname !== '/v1/messages' ||
    request.method !== 'POST'
      ? undefined
      : Response.json({ type: 'error', error: { type: 'authentication_error', message: 'No.' } }, { status: 401 });
}
