import { type Change, drop, editFirst, first, type LabFrame, type Loose, typeOf } from '../frame.ts';
import { breaking, changing, editAll, editWhere, type MoreServers } from './servers.ts';

const send = (type: string, rest: object = {}): LabFrame => ({ data: { type, ...rest } });
const run = ({ threadId, runId }: Loose) => ({ threadId, runId });
const turn =
  (...frames: LabFrame[]): Change =>
  (_, request) => [send('RUN_STARTED', run(request)), ...frames, send('RUN_FINISHED', run(request))];
const message = (messageId: string, ...pieces: string[]) => [
  send('TEXT_MESSAGE_START', { messageId, role: 'assistant' }),
  ...pieces.map((delta) => send('TEXT_MESSAGE_CONTENT', { messageId, delta })),
  send('TEXT_MESSAGE_END', { messageId }),
];
const call = (toolCallId: string, ...pieces: string[]) => [
  send('TOOL_CALL_START', { toolCallId, toolCallName: 'get_weather' }),
  ...pieces.map((delta) => send('TOOL_CALL_ARGS', { toolCallId, delta })),
  send('TOOL_CALL_END', { toolCallId }),
];
const result = (toolCallId: string, more: object = {}) =>
  send('TOOL_CALL_RESULT', { messageId: 'r', toolCallId, content: 'x', ...more });
const step = (stepName: string, ...frames: LabFrame[]) => [
  send('STEP_STARTED', { stepName }),
  ...frames,
  send('STEP_FINISHED', { stepName }),
];
const thought = [
  send('REASONING_START', { messageId: 'r' }),
  send('REASONING_MESSAGE_START', { messageId: 'r', role: 'reasoning' }),
  send('REASONING_MESSAGE_CONTENT', { messageId: 'r', delta: 'a' }),
  send('REASONING_MESSAGE_END', { messageId: 'r' }),
  send('REASONING_END', { messageId: 'r' }),
];
const subagent = [
  send('SUBAGENT_STARTED', { subagentRunId: 's', name: 'x' }),
  send('SUBAGENT_FINISHED', { subagentRunId: 's' }),
];
const snapshot = (message: object) => send('MESSAGES_SNAPSHOT', { messages: [{ id: 'm', ...message }] });
const failed = send('RUN_ERROR', { message: 'x' });
const without = (frames: LabFrame[], type: string) => frames.filter((frame) => typeOf(frame) !== type);

export const agUi: MoreServers = {
  correct: changing({
    'chunks without ids after the first': turn(
      send('TEXT_MESSAGE_CHUNK', { messageId: 'm', delta: 'a' }),
      send('TEXT_MESSAGE_CHUNK', { delta: 'b' }),
      send('TOOL_CALL_CHUNK', { toolCallId: 't', toolCallName: 'x', delta: '{' }),
      send('TOOL_CALL_CHUNK', { delta: '}' }),
    ),
    'chunks of a subagent between other events': turn(
      subagent[0]!,
      send('TEXT_MESSAGE_CHUNK', { messageId: 'm', delta: 'a', subagentRunId: 's' }),
      ...step('a'),
      send('TEXT_MESSAGE_CHUNK', { delta: 'b', subagentRunId: 's' }),
      subagent[1]!,
    ),
    'chunks with their id after another event': turn(
      send('TEXT_MESSAGE_CHUNK', { messageId: 'm', delta: 'a' }),
      ...step('a'),
      send('TEXT_MESSAGE_CHUNK', { messageId: 'm', delta: 'b' }),
      send('RAW', { event: {} }),
      send('TEXT_MESSAGE_CHUNK', { delta: 'c' }),
    ),
    // The official client drops unknown events before it checks their order.
    'an unknown event first': (frames) => [send('HEARTBEAT'), ...frames],
    'a subagent of one that has finished': turn(
      ...subagent,
      send('SUBAGENT_STARTED', { subagentRunId: 't', name: 'x', parentSubagentRunId: 's' }),
      send('SUBAGENT_FINISHED', { subagentRunId: 't' }),
    ),

    'a run without events': turn(),
    'one message': turn(...message('m', 'Hi')),
    'an empty message': turn(...message('m')),
    'empty pieces': turn(...message('m', '', 'a', '')),
    'a message without a role': turn(
      send('TEXT_MESSAGE_START', { messageId: 'm' }),
      send('TEXT_MESSAGE_END', { messageId: 'm' }),
    ),
    'another role': turn(
      send('TEXT_MESSAGE_START', { messageId: 'm', role: 'developer' }),
      send('TEXT_MESSAGE_END', { messageId: 'm' }),
    ),
    'a call without arguments': turn(...call('t')),
    'a call within its message': turn(
      send('TEXT_MESSAGE_START', { messageId: 'm' }),
      ...call('t', '{}'),
      send('TEXT_MESSAGE_END', { messageId: 'm' }),
    ),
    'calls that interleave': turn(
      send('TOOL_CALL_START', { toolCallId: 'a', toolCallName: 'x' }),
      send('TOOL_CALL_START', { toolCallId: 'b', toolCallName: 'y' }),
      send('TOOL_CALL_ARGS', { toolCallId: 'b', delta: '{' }),
      send('TOOL_CALL_ARGS', { toolCallId: 'a', delta: '{}' }),
      send('TOOL_CALL_ARGS', { toolCallId: 'b', delta: '}' }),
      send('TOOL_CALL_END', { toolCallId: 'b' }),
      send('TOOL_CALL_END', { toolCallId: 'a' }),
      result('b'),
      result('a'),
    ),
    'a call that is made again': turn(...call('t', '{}'), result('t'), ...call('t', '{}'), result('t')),
    'a result without a role': turn(...call('t', '{}'), result('t')),
    'a result in parts': turn(...call('t', '{}'), result('t', { content: [{ type: 'text', text: 'x' }] })),
    'steps that nest': turn(...step('a', ...step('b', ...message('m', 'x')))),
    'steps that overlap': turn(
      send('STEP_STARTED', { stepName: 'a' }),
      send('STEP_STARTED', { stepName: 'b' }),
      send('STEP_FINISHED', { stepName: 'a' }),
      send('STEP_FINISHED', { stepName: 'b' }),
    ),
    'a step that is repeated': turn(...step('a'), ...step('a')),
    'a message over two steps': turn(
      send('STEP_STARTED', { stepName: 'a' }),
      send('TEXT_MESSAGE_START', { messageId: 'm' }),
      send('STEP_FINISHED', { stepName: 'a' }),
      send('TEXT_MESSAGE_END', { messageId: 'm' }),
    ),
    'reasoning without its span': turn(...thought.slice(1, -1), ...message('m', 'x')),
    'an empty reasoning': turn(thought[0]!, thought.at(-1)!),
    'reasoning that is encrypted': turn(
      ...thought,
      send('REASONING_ENCRYPTED_VALUE', { entityId: 'r', encryptedValue: 'x', subtype: 'message' }),
    ),
    'reasoning in chunks': turn(send('REASONING_MESSAGE_CHUNK', { messageId: 'r', delta: 'x' })),
    'the events before reasoning': turn(
      send('THINKING_START'),
      send('THINKING_TEXT_MESSAGE_START'),
      send('THINKING_TEXT_MESSAGE_CONTENT', { delta: 'x' }),
      send('THINKING_TEXT_MESSAGE_END'),
      send('THINKING_END'),
    ),
    'chunks only': turn(
      send('TEXT_MESSAGE_CHUNK', { messageId: 'm', role: 'assistant', delta: 'a' }),
      send('TEXT_MESSAGE_CHUNK', { delta: 'b' }),
    ),
    'a snapshot of the messages': turn(
      send('MESSAGES_SNAPSHOT', {
        messages: [
          { id: '1', role: 'user', content: 'x' },
          {
            id: '2',
            role: 'assistant',
            toolCalls: [{ id: 't', type: 'function', function: { name: 'a', arguments: '{}' } }],
          },
        ],
      }),
      result('t'),
    ),
    'state that is no object': turn(
      send('STATE_SNAPSHOT', { snapshot: null }),
      send('STATE_SNAPSHOT', { snapshot: [1] }),
    ),
    'changes of the state first': turn(
      send('STATE_DELTA', {
        delta: [
          { op: 'add', path: '/a', value: null },
          { op: 'move', from: '/a', path: '/b' },
          { op: 'remove', path: '/b' },
        ],
      }),
    ),
    'an empty change of the state': turn(send('STATE_DELTA', { delta: [] })),
    activities: turn(
      send('ACTIVITY_SNAPSHOT', { messageId: 'a', activityType: 'PLAN', content: {}, replace: true }),
      send('ACTIVITY_DELTA', { messageId: 'a', activityType: 'PLAN', patch: [{ op: 'add', path: '/x', value: 1 }] }),
    ),
    'time stamps': editAll((data) => {
      data.timestamp = 1_700_000_000_000;
    }),
    'raw events in each': editAll((data) => {
      data.rawEvent = { a: null };
    }),
    'a result of the run': (frames, request) => [
      ...frames.slice(0, -1),
      send('RUN_FINISHED', { ...run(request), result: { a: 1 }, outcome: { type: 'success' } }),
    ],
    'the input in the start': (frames, request) => [
      send('RUN_STARTED', { ...run(request), parentRunId: 'p', input: request }),
      ...frames.slice(1),
    ],
    'an error with an open message': (_, request) => [
      send('RUN_STARTED', run(request)),
      send('TEXT_MESSAGE_START', { messageId: 'm' }),
      failed,
    ],
    'an error right after the start': (frames) => [frames[0]!, failed],
    'event names like message': (frames) => frames.map((frame) => ({ ...frame, event: 'message' })),
    subagents: turn(...subagent),
    'a step of a run and one of its subagent with the same name': turn(
      ...step(
        'a',
        subagent[0]!,
        ...step('a').map(({ data }) => ({ data: { ...(data as Loose), subagentRunId: 's' } })),
        subagent[1]!,
      ),
    ),
  }),
  broken: breaking({
    'a first chunk of a message without its id': [
      'stream-lifecycle-opened',
      turn(send('TEXT_MESSAGE_CHUNK', { delta: 'a' })),
    ],
    'a chunk of a message without its id after another event': [
      'stream-lifecycle-over',
      turn(
        send('TEXT_MESSAGE_CHUNK', { messageId: 'm', delta: 'a' }),
        ...step('a'),
        send('TEXT_MESSAGE_CHUNK', { delta: 'b' }),
      ),
    ],
    'a chunk of a call without its id after a chunk of a message': [
      'stream-lifecycle-over',
      turn(
        send('TOOL_CALL_CHUNK', { toolCallId: 't', toolCallName: 'x', delta: '{' }),
        send('TEXT_MESSAGE_CHUNK', { messageId: 'm', delta: 'a' }),
        send('TOOL_CALL_CHUNK', { delta: '}' }),
      ),
    ],
    'a first chunk of a call without its id': [
      'stream-lifecycle-opened',
      turn(send('TOOL_CALL_CHUNK', { toolCallName: 'x', delta: 'a' })),
    ],
    'a first chunk of a call without its name': [
      'stream-lifecycle-opened',
      turn(send('TOOL_CALL_CHUNK', { toolCallId: 'x', delta: 'a' })),
    ],
    'a first chunk of reasoning without its id': [
      'stream-lifecycle-opened',
      turn(send('REASONING_MESSAGE_CHUNK', { delta: 'a' })),
    ],
    'a subagent of an unknown one': [
      'stream-lifecycle-opened',
      turn(
        send('SUBAGENT_STARTED', { subagentRunId: 's', name: 'x', parentSubagentRunId: 'other' }),
        send('SUBAGENT_FINISHED', { subagentRunId: 's' }),
      ),
    ],
    'an interrupt without interrupts': [
      'stream-event-schema',
      (_, request) => [
        send('RUN_STARTED', run(request)),
        send('RUN_FINISHED', { ...run(request), outcome: { type: 'interrupt' } }),
      ],
    ],
    'nothing at all': ['stream-end-present', () => []],
    'an end only': ['stream-start-first', (frames) => frames.slice(-1)],
    'a start only': ['stream-end-present', (frames) => frames.slice(0, 1)],
    'a message first': ['stream-start-first', (frames) => [...message('z', 'x'), ...frames]],
    'state first': ['stream-start-first', (frames) => [send('STATE_SNAPSHOT', { snapshot: {} }), ...frames]],
    'a custom event first': ['stream-start-first', (frames) => [send('CUSTOM', { name: 'x' }), ...frames]],
    'a message after the end': ['stream-end-last', (frames) => [...frames, ...message('z', 'x')]],
    'an error after the end': ['stream-end-last', (frames) => [...frames, failed]],
    'an end after an error': ['stream-end-once', (frames) => [frames[0]!, failed, frames.at(-1)!]],
    'a second run': ['stream-end-last', (frames) => [...frames, ...frames]],
    'the thread as the run': [
      'stream-field-echo',
      editFirst('RUN_STARTED', (data) => {
        data.runId = data.threadId;
      }),
    ],
    'a thread of its own at the end': [
      'stream-field-echo',
      editFirst('RUN_FINISHED', (data) => {
        data.threadId = 'x';
      }),
    ],
    'a thread that is always the same': [
      'stream-field-echo',
      editWhere(
        (data) => data.threadId,
        (data) => {
          data.threadId = 'thread-1';
        },
        true,
      ),
    ],
    'a run without its thread': [
      'stream-event-schema',
      editFirst('RUN_STARTED', (data) => {
        delete data.threadId;
      }),
    ],
    'an end without its run': [
      'stream-event-schema',
      editFirst('RUN_FINISHED', (data) => {
        delete data.runId;
      }),
    ],
    'no ids at the end': ['stream-event-schema', (frames) => [...frames.slice(0, -1), send('RUN_FINISHED')]],
    'an error without a message': ['stream-event-schema', (frames) => [frames[0]!, send('RUN_ERROR', { error: 'x' })]],
    'an error with a null code': [
      'stream-event-schema',
      (frames) => [frames[0]!, send('RUN_ERROR', { message: 'x', code: null })],
    ],
    'a role that does not exist': [
      'stream-event-schema',
      turn(send('TEXT_MESSAGE_START', { messageId: 'm', role: 'bot' }), send('TEXT_MESSAGE_END', { messageId: 'm' })),
    ],
    'a role that is null': [
      'stream-event-schema',
      turn(send('TEXT_MESSAGE_START', { messageId: 'm', role: null }), send('TEXT_MESSAGE_END', { messageId: 'm' })),
    ],
    'a message without an id': [
      'stream-event-schema',
      editWhere(
        (data) => data.messageId && data.type.startsWith('TEXT'),
        (data) => {
          delete data.messageId;
        },
        true,
      ),
    ],
    'content under another name': [
      'stream-event-schema',
      editFirst('TEXT_MESSAGE_CONTENT', (data) => {
        data.content = data.delta;
        delete data.delta;
      }),
    ],
    'content that is null': [
      'stream-event-schema',
      editFirst('TEXT_MESSAGE_CONTENT', (data) => {
        data.delta = null;
      }),
    ],
    'ids in snake case': [
      'stream-event-schema',
      editFirst('TOOL_CALL_START', (data) => {
        data.tool_call_id = data.toolCallId;
        delete data.toolCallId;
      }),
    ],
    'a call without a name': [
      'stream-event-schema',
      editFirst('TOOL_CALL_START', (data) => {
        delete data.toolCallName;
      }),
    ],
    'arguments as an object': [
      'stream-event-schema',
      editFirst('TOOL_CALL_ARGS', (data) => {
        data.delta = { city: 'Paris' };
      }),
    ],
    'a result without its message': [
      'stream-event-schema',
      editFirst('TOOL_CALL_RESULT', (data) => {
        delete data.messageId;
      }),
    ],
    'a result that is an object': [
      'stream-event-schema',
      editFirst('TOOL_CALL_RESULT', (data) => {
        data.content = { sunny: true };
      }),
    ],
    'a result of another role': [
      'stream-event-schema',
      editFirst('TOOL_CALL_RESULT', (data) => {
        data.role = 'assistant';
      }),
    ],
    'a result before the end of the call': [
      'stream-lifecycle-opened',
      turn(...call('t', '{}').slice(0, 2), result('t'), send('TOOL_CALL_END', { toolCallId: 't' })),
    ],
    'a result before the call': ['stream-lifecycle-opened', turn(result('t'), ...call('t', '{}'))],
    'a result for each of two calls with one id': [
      'stream-lifecycle-over',
      turn(...call('a'), ...call('b'), result('a'), result('a')),
    ],
    'arguments after the end': [
      'stream-lifecycle-over',
      turn(...call('t', '{}'), send('TOOL_CALL_ARGS', { toolCallId: 't', delta: '}' })),
    ],
    'a call that ends twice': [
      'stream-lifecycle-over',
      turn(...call('t', '{}'), send('TOOL_CALL_END', { toolCallId: 't' })),
    ],
    'a call that starts twice': ['stream-lifecycle-unique', turn(call('t')[0]!, ...call('t', '{}'))],
    'a call that is open at the end': ['stream-lifecycle-closed', turn(...call('t', '{}').slice(0, -1))],
    'a message that is open at the end': ['stream-lifecycle-closed', turn(...message('m', 'x').slice(0, -1))],
    'a message that ends under another id': [
      'stream-lifecycle-opened',
      turn(...message('m', 'x').slice(0, -1), send('TEXT_MESSAGE_END', { messageId: 'n' })),
    ],
    'an end of a message that never was': [
      'stream-lifecycle-opened',
      turn(send('TEXT_MESSAGE_END', { messageId: 'n' })),
    ],
    'a step that ends under another name': [
      'stream-lifecycle-opened',
      turn(send('STEP_STARTED', { stepName: 'a' }), send('STEP_FINISHED', { stepName: 'b' })),
    ],
    'a step that ends twice': ['stream-lifecycle-over', turn(...step('a'), send('STEP_FINISHED', { stepName: 'a' }))],
    'a step without a name': ['stream-event-schema', turn(send('STEP_STARTED'), send('STEP_FINISHED'))],
    'reasoning content after its end': [
      'stream-lifecycle-over',
      turn(...thought.slice(0, -1), thought[2]!, thought.at(-1)!),
    ],
    'a reasoning span that ends twice': ['stream-lifecycle-over', turn(...thought, thought.at(-1)!)],
    'a reasoning span that starts twice': ['stream-lifecycle-unique', turn(thought[0]!, ...thought)],
    'a reasoning message that is open at the end': [
      'stream-lifecycle-closed',
      turn(...without(thought, 'REASONING_MESSAGE_END')),
    ],
    'a change of state that is an object': [
      'stream-event-schema',
      editFirst('STATE_DELTA', (data) => {
        data.delta = { n: 2 };
      }),
    ],
    'a change without a path': [
      'stream-event-schema',
      editFirst('STATE_DELTA', (data) => {
        delete data.delta[0].path;
      }),
    ],
    'a change of an unknown kind': [
      'stream-event-schema',
      editFirst('STATE_DELTA', (data) => {
        data.delta[0].op = 'merge';
      }),
    ],
    'a change without a value': [
      'stream-event-schema',
      editFirst('STATE_DELTA', (data) => {
        delete data.delta[0].value;
      }),
    ],
    'a path that is no pointer': [
      'stream-event-schema',
      editFirst('STATE_DELTA', (data) => {
        data.delta[0].path = 'n';
      }),
    ],
    'state without a snapshot': [
      'stream-event-schema',
      editFirst('STATE_SNAPSHOT', (data) => {
        data.state = data.snapshot;
        delete data.snapshot;
      }),
    ],
    'messages without ids': [
      'stream-event-schema',
      turn(send('MESSAGES_SNAPSHOT', { messages: [{ role: 'user', content: 'x' }] })),
    ],
    'messages without roles': [
      'stream-event-schema',
      turn(send('MESSAGES_SNAPSHOT', { messages: [{ id: '1', content: 'x' }] })),
    ],
    'messages as an object': ['stream-event-schema', turn(send('MESSAGES_SNAPSHOT', { messages: {} }))],
    'a custom event without a name': ['stream-event-schema', turn(send('CUSTOM', { value: 1 }))],
    'a raw event without an event': ['stream-event-schema', turn(send('RAW', { source: 'x' }))],
    'an activity without a type': [
      'stream-event-schema',
      turn(send('ACTIVITY_SNAPSHOT', { messageId: 'a', content: {} })),
    ],
    'types in lower case': [
      'stream-end-present',
      (frames) => frames.map(({ data }) => ({ data: { ...(data as Loose), type: typeOf({ data }).toLowerCase() } })),
    ],
    'types in the name only': [
      'stream-event-schema',
      (frames) =>
        frames.map(({ data }) => {
          const { type, ...rest } = data as Loose;
          return { event: type, data: rest };
        }),
    ],
    'a sentinel': ['stream-data-is-json', (frames) => [...frames, { data: '[DONE]' }]],
    'a time stamp as text': [
      'stream-event-schema',
      editFirst('RUN_STARTED', (data) => {
        data.timestamp = '2026-01-01T00:00:00Z';
      }),
    ],
    'no end of any message': ['stream-lifecycle-closed', drop('TEXT_MESSAGE_END', true)],
    'content before its start': [
      'stream-lifecycle-opened',
      (frames) => {
        const at = first(frames, 'TEXT_MESSAGE_START');
        return frames.toSpliced(at, 2, frames[at + 1]!, frames[at]!);
      },
    ],
    'metadata that is null': [
      'stream-event-schema',
      editAll((data) => {
        data.metadata = null;
      }),
    ],
    'a subagent that is null': [
      'stream-event-schema',
      turn(...message('m', 'x').map(({ data }) => ({ data: { ...(data as Loose), subagentRunId: null } }))),
    ],
    'a result of the run that is null': [
      'stream-event-schema',
      editFirst('RUN_FINISHED', (data) => {
        data.result = null;
      }),
    ],
    'an outcome that does not exist': [
      'stream-event-schema',
      editFirst('RUN_FINISHED', (data) => {
        data.outcome = { type: 'whatever' };
      }),
    ],
    'a name of a message that is null': [
      'stream-event-schema',
      turn(send('TEXT_MESSAGE_START', { messageId: 'm', name: null }), send('TEXT_MESSAGE_END', { messageId: 'm' })),
    ],
    'a subagent that never ends': ['stream-lifecycle-closed', turn(subagent[0]!)],
    'a subagent that never starts': ['stream-lifecycle-opened', turn(subagent[1]!)],
    'a subagent that starts again after its end': ['stream-lifecycle-unique', turn(...subagent, ...subagent)],
    'a subagent without a name': [
      'stream-event-schema',
      turn(send('SUBAGENT_STARTED', { subagentRunId: 's' }), subagent[1]!),
    ],
    'a step of a subagent that never ends': [
      'stream-lifecycle-closed',
      turn(subagent[0]!, send('STEP_STARTED', { stepName: 'a', subagentRunId: 's' }), subagent[1]!),
    ],
    'reasoning of a user': [
      'stream-event-schema',
      turn(
        send('REASONING_MESSAGE_START', { messageId: 'r', role: 'user' }),
        send('REASONING_MESSAGE_END', { messageId: 'r' }),
      ),
    ],
    'encrypted reasoning of an unknown kind': [
      'stream-event-schema',
      turn(send('REASONING_ENCRYPTED_VALUE', { entityId: 'a', encryptedValue: 'x', subtype: 'run' })),
    ],
    'an activity that is text': [
      'stream-event-schema',
      turn(send('ACTIVITY_SNAPSHOT', { messageId: 'a', activityType: 'plan', content: 'x' })),
    ],
    'a message of an unknown role': ['stream-event-schema', turn(snapshot({ role: 'robot', content: 'x' }))],
    'a message of a user without content': ['stream-event-schema', turn(snapshot({ role: 'user' }))],
    'a message of a tool without its call': ['stream-event-schema', turn(snapshot({ role: 'tool', content: 'x' }))],
    'a call in a message without its function': [
      'stream-event-schema',
      turn(snapshot({ role: 'assistant', toolCalls: [{ id: 't' }] })),
    ],
  }),
};
