import { drop, editFirst, first, insert, type LabApi, type LabFrame, type Loose, repeat, typeOf } from '../frame.ts';

const send = (type: string, rest: object = {}): LabFrame => ({ data: { type, ...rest } });
const message = { messageId: 'm-1' };
const call = { toolCallId: 'tc-1' };

function turn({ threadId, runId, tools }: Loose): LabFrame[] {
  const run = { threadId, runId };
  if (!tools?.length) {
    return [
      send('RUN_STARTED', run),
      send('STEP_STARTED', { stepName: 'greet' }),
      send('REASONING_START', { messageId: 'r-1' }),
      send('REASONING_MESSAGE_START', { messageId: 'r-1', role: 'reasoning' }),
      send('REASONING_MESSAGE_CONTENT', { messageId: 'r-1', delta: 'Greet.' }),
      send('REASONING_MESSAGE_END', { messageId: 'r-1' }),
      send('REASONING_END', { messageId: 'r-1' }),
      send('TEXT_MESSAGE_START', { ...message, role: 'assistant' }),
      send('TEXT_MESSAGE_CONTENT', { ...message, delta: 'Hel' }),
      send('TEXT_MESSAGE_CONTENT', { ...message, delta: 'lo!' }),
      send('TEXT_MESSAGE_END', message),
      send('STATE_SNAPSHOT', { snapshot: { n: 1 } }),
      send('STATE_DELTA', { delta: [{ op: 'replace', path: '/n', value: 2 }] }),
      send('STEP_FINISHED', { stepName: 'greet' }),
      send('RUN_FINISHED', run),
    ];
  }
  return [
    send('RUN_STARTED', run),
    send('STEP_STARTED', { stepName: 'look up' }),
    send('TOOL_CALL_START', { ...call, toolCallName: 'get_weather', parentMessageId: 'm-1' }),
    send('TOOL_CALL_ARGS', { ...call, delta: '{"city":' }),
    send('TOOL_CALL_ARGS', { ...call, delta: '"Paris"}' }),
    send('TOOL_CALL_END', call),
    send('TOOL_CALL_RESULT', { messageId: 'm-2', ...call, content: 'Sunny', role: 'tool' }),
    send('TEXT_MESSAGE_START', { messageId: 'm-3', role: 'assistant' }),
    send('TEXT_MESSAGE_CONTENT', { messageId: 'm-3', delta: 'Sunny.' }),
    send('TEXT_MESSAGE_END', { messageId: 'm-3' }),
    send('STEP_FINISHED', { stepName: 'look up' }),
    send('RUN_FINISHED', run),
  ];
}

export const agUi: LabApi = {
  name: 'ag-ui',
  path: '/agent',
  turn,
  streams: () => true,
  required: ['threadId', 'runId', 'messages'],
  error: (_, text) => ({ detail: text }),
  variations: {
    'event names': (frames) => frames.map((frame) => ({ ...frame, event: typeOf(frame).toLowerCase() })),
    'arguments that are no JSON': editFirst('TOOL_CALL_ARGS', (data) => {
      data.delta = 'oops';
    }),
    'a message that opens again': insert('STEP_FINISHED', [
      send('TEXT_MESSAGE_START', { messageId: 'm-1', role: 'assistant' }),
      send('TEXT_MESSAGE_CONTENT', { messageId: 'm-1', delta: 'x' }),
      send('TEXT_MESSAGE_END', { messageId: 'm-1' }),
    ]),
    'messages and calls that interleave': insert('TOOL_CALL_END', [
      send('TEXT_MESSAGE_START', { messageId: 'm-8' }),
      send('TEXT_MESSAGE_END', { messageId: 'm-8' }),
    ]),
    'messages that overlap': (frames, request) =>
      insert(
        'TEXT_MESSAGE_END',
        [send('TEXT_MESSAGE_END', { messageId: 'm-9' })],
        true,
      )(
        insert('TEXT_MESSAGE_CONTENT', [send('TEXT_MESSAGE_START', { messageId: 'm-9' })], true)(frames, request),
        request,
      ),
    'no steps': (frames) => frames.filter((frame) => !typeOf(frame).startsWith('STEP_')),
    'an error': (frames) => [...frames.slice(0, 4), send('RUN_ERROR', { message: 'Gone.', code: 'x' })],
    'an error at once': () => [send('RUN_ERROR', { message: 'Gone.' })],
    'no result of a client tool': drop('TOOL_CALL_RESULT'),
    'custom and raw events': insert('STEP_FINISHED', [
      send('CUSTOM', { name: 'x', value: null }),
      send('RAW', { event: { a: 1 } }),
    ]),
    'an unknown event': insert('STEP_FINISHED', [send('SPARKLE')]),
    chunks: insert('STEP_FINISHED', [
      send('TEXT_MESSAGE_CHUNK', { messageId: 'm-7', role: 'assistant', delta: 'x' }),
      send('TOOL_CALL_CHUNK', { toolCallId: 'tc-7', toolCallName: 'a', delta: '{}' }),
      send('TOOL_CALL_RESULT', { messageId: 'm-6', toolCallId: 'tc-7', content: 'x' }),
    ]),
    'steps of a subagent': insert('STEP_FINISHED', [
      send('STEP_STARTED', { stepName: 'greet', subagentRunId: 's' }),
      send('STEP_FINISHED', { stepName: 'greet', subagentRunId: 's' }),
    ]),
  },
  defects: {
    'no start': ['stream-start-first', drop('RUN_STARTED')],
    'two starts': ['stream-start-once', repeat('RUN_STARTED')],
    'a step first': ['stream-start-first', (frames) => [frames[1]!, frames[0]!, ...frames.slice(2)]],
    'no end': ['stream-end-present', drop('RUN_FINISHED')],
    'two ends': ['stream-end-once', repeat('RUN_FINISHED')],
    'an event after the end': ['stream-end-last', (frames) => [...frames, send('CUSTOM', { name: 'x', value: 1 })]],
    'an event after an error': [
      'stream-end-last',
      (frames) => [...frames.slice(0, 2), send('RUN_ERROR', { message: 'x' }), ...frames.slice(2, 4)],
    ],
    'another thread': [
      'stream-field-echo',
      editFirst('RUN_STARTED', (data) => {
        data.threadId = 'other';
      }),
    ],
    'another run': [
      'stream-field-echo',
      editFirst('RUN_STARTED', (data) => {
        data.runId = 'other';
      }),
    ],
    'another run at the end': [
      'stream-field-echo',
      editFirst('RUN_FINISHED', (data) => {
        data.runId = 'other';
      }),
    ],
    'data that is no JSON': ['stream-data-is-json', (frames) => frames.toSpliced(2, 0, { data: 'oops' })],
    'a sentinel': ['stream-end-last', (frames) => [...frames, { data: '"[DONE]"' }]],
    'a message that never ends': ['stream-lifecycle-closed', drop('TEXT_MESSAGE_END')],
    'a message that never starts': ['stream-lifecycle-opened', drop('TEXT_MESSAGE_START')],
    'a message that starts twice': ['stream-lifecycle-unique', repeat('TEXT_MESSAGE_START')],
    'a message that ends twice': ['stream-lifecycle-over', repeat('TEXT_MESSAGE_END')],
    'content after the end': [
      'stream-lifecycle-over',
      (frames) => {
        const at = first(frames, 'TEXT_MESSAGE_END');
        const one = first(frames, 'TEXT_MESSAGE_CONTENT');
        return frames.toSpliced(at + 1, 0, frames[one]!);
      },
    ],
    'content of another message': [
      'stream-lifecycle-opened',
      editFirst('TEXT_MESSAGE_CONTENT', (data) => {
        data.messageId = 'other';
      }),
    ],
    'a call that never ends': ['stream-lifecycle-closed', drop('TOOL_CALL_END')],
    'a call that never starts': ['stream-lifecycle-opened', drop('TOOL_CALL_START')],
    'arguments of another call': [
      'stream-lifecycle-opened',
      editFirst('TOOL_CALL_ARGS', (data) => {
        data.toolCallId = 'other';
      }),
    ],
    'a result of an unknown call': [
      'stream-lifecycle-opened',
      editFirst('TOOL_CALL_RESULT', (data) => {
        data.toolCallId = 'other';
      }),
    ],
    'two results': ['stream-lifecycle-over', repeat('TOOL_CALL_RESULT')],
    'a step that never ends': ['stream-lifecycle-closed', drop('STEP_FINISHED')],
    'a step that never starts': ['stream-lifecycle-opened', drop('STEP_STARTED')],
    'a step that starts twice': ['stream-lifecycle-unique', repeat('STEP_STARTED')],
    'reasoning that never ends': ['stream-lifecycle-closed', drop('REASONING_END')],
    'reasoning content without a start': ['stream-lifecycle-opened', drop('REASONING_MESSAGE_START')],
    'null for what is absent': [
      'stream-event-schema',
      editFirst('TOOL_CALL_START', (data) => {
        data.parentMessageId = null;
      }),
    ],
    'a delta that is no text': [
      'stream-event-schema',
      editFirst('TEXT_MESSAGE_CONTENT', (data) => {
        data.delta = 1;
      }),
    ],
    'a patch that is none': [
      'stream-event-schema',
      editFirst('STATE_DELTA', (data) => {
        data.delta = [{ op: 'set', path: '/n' }];
      }),
    ],
  },
};
