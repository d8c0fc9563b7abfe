import { type Change, drop, editFirst, first, insert, type LabFrame, typeOf } from '../frame.ts';
import { breaking, changing, editAll, editWhere, type MoreServers } from './servers.ts';

const send = (type: string, rest: object = {}): LabFrame => ({ data: { type, ...rest } });
const done: LabFrame = { data: '[DONE]' };
const text = (id: string, ...pieces: string[]) => [
  send('text-start', { id }),
  ...pieces.map((delta) => send('text-delta', { id, delta })),
  send('text-end', { id }),
];
const step = (...frames: LabFrame[]) => [send('start-step'), ...frames, send('finish-step')];
const turn =
  (...frames: LabFrame[]): Change =>
  () => [send('start', { messageId: 'm' }), ...frames, send('finish', { finishReason: 'stop' }), done];
const tool = { toolCallId: 'c1', toolName: 'get_weather' };
const input = (more: object = {}) => send('tool-input-available', { ...tool, input: { city: 'Paris' }, ...more });
const output = (more: object = {}) =>
  send('tool-output-available', { toolCallId: 'c1', output: { sunny: true }, ...more });
const streamedInput = (...pieces: string[]) => [
  send('tool-input-start', tool),
  ...pieces.map((inputTextDelta) => send('tool-input-delta', { toolCallId: 'c1', inputTextDelta })),
];

export const aiSdkUi: MoreServers = {
  correct: {
    ...changing({
      'an error with an open text, then the end of the step': turn(
        send('start-step'),
        send('text-start', { id: '1' }),
        send('error', { errorText: 'x' }),
        send('finish-step'),
      ),
      'no steps': turn(...text('1', 'Hi')),
      'nothing but start and finish': turn(),
      'an empty text': turn(...step(...text('1'))),
      'empty pieces': turn(...step(...text('1', '', 'a', ''))),
      'many steps with the same id': turn(
        ...step(...text('0', 'a')),
        ...step(...text('0', 'b')),
        ...step(...text('0', 'c')),
      ),
      'the same id twice in a step': turn(...step(...text('0', 'a'), ...text('0', 'b'))),
      'text and reasoning with the same id': turn(
        ...step(
          send('reasoning-start', { id: '0' }),
          send('reasoning-delta', { id: '0', delta: 'a' }),
          send('reasoning-end', { id: '0' }),
          ...text('0', 'b'),
        ),
      ),
      'texts that overlap': turn(
        ...step(
          send('text-start', { id: 'a' }),
          send('text-start', { id: 'b' }),
          send('text-delta', { id: 'a', delta: 'x' }),
          send('text-delta', { id: 'b', delta: 'y' }),
          send('text-end', { id: 'a' }),
          send('text-end', { id: 'b' }),
        ),
      ),
      'a tool without deltas': turn(...step(send('tool-input-start', tool), input(), output())),
      'a tool at once': turn(...step(input(), output())),
      'a tool of the provider': turn(
        ...step(
          input({ providerExecuted: true, dynamic: true, title: 'x' }),
          output({ providerExecuted: true, dynamic: true }),
        ),
      ),
      'input that is no object': turn(...step(...streamedInput('[1,', '2]'), input({ input: [1, 2] }), output())),
      'input with other white space': turn(...step(...streamedInput('{ "city" :', ' "Paris" }'), input(), output())),
      'input that is wrong': turn(
        ...step(
          ...streamedInput('{"ci'),
          send('tool-input-error', { ...tool, input: '{"ci', errorText: 'x' }),
          send('tool-output-error', { toolCallId: 'c1', errorText: 'x' }),
        ),
      ),
      'input that is plain text': turn(
        ...step(
          send('tool-input-start', { ...tool, inputEncoding: 'text' }),
          send('tool-input-delta', { toolCallId: 'c1', inputTextDelta: 'select 1' }),
          input({ input: 'select 1' }),
          output(),
        ),
      ),
      'an output that is null': turn(...step(input(), output({ output: null }))),
      'an output in the next step': turn(...step(input()), ...step(output(), ...text('0', 'a'))),
      'an approval': turn(...step(input(), send('tool-approval-request', { approvalId: 'a', toolCallId: 'c1' }))),
      'a tool that is denied': turn(
        ...step(
          input(),
          send('tool-approval-request', { approvalId: 'a', toolCallId: 'c1' }),
          send('tool-output-denied', { toolCallId: 'c1' }),
        ),
      ),
      'two tools that interleave': turn(
        ...step(
          send('tool-input-start', tool),
          send('tool-input-start', { toolCallId: 'c2', toolName: 'b' }),
          send('tool-input-delta', { toolCallId: 'c2', inputTextDelta: '{}' }),
          send('tool-input-delta', { toolCallId: 'c1', inputTextDelta: '{"city":"Paris"}' }),
          input(),
          send('tool-input-available', { toolCallId: 'c2', toolName: 'b', input: {} }),
          send('tool-output-available', { toolCallId: 'c2', output: 1 }),
          output(),
        ),
      ),
      'data first and last': (frames) => [
        send('data-status', { data: 1, transient: true }),
        ...frames.slice(0, -1),
        send('data-status', { id: 'x', data: null }),
        done,
      ],
      'data with the same id': insert('text-start', [
        send('data-w', { id: 'x', data: 1 }),
        send('data-w', { id: 'x', data: 2 }),
      ]),
      'metadata at start and finish': editWhere(
        ({ type }) => type === 'start' || type === 'finish',
        (data) => {
          data.messageMetadata = { a: 1 };
        },
        true,
      ),
      'metadata of the provider': editAll((data) => {
        data.providerMetadata = { x: {} };
      }),
      'a document as source': turn(
        ...step(send('source-document', { sourceId: 's', mediaType: 'text/plain', title: 't' }), ...text('1', 'a')),
      ),
      'an error alone': () => [send('error', { errorText: 'x' }), done],
      'an error, then a finish': turn(...step(send('error', { errorText: 'x' }))),
      'an abort with a reason': (frames) => [...frames.slice(0, 3), send('abort', { reason: 'user' }), done],
      'an abort after an open text': () => [
        send('start'),
        send('start-step'),
        send('text-start', { id: '1' }),
        send('abort'),
        done,
      ],
      'a finish without a reason': turn(...step(...text('1', 'a'))),
      ...Object.fromEntries(
        ['length', 'content-filter', 'tool-calls', 'error', 'other', 'unknown'].map((finishReason) => [
          `the reason ${finishReason}`,
          editWhere(
            ({ type }) => type === 'finish',
            (data) => {
              data.finishReason = finishReason;
            },
          ),
        ]),
      ),
    }),
  },
  broken: {
    ...breaking({
      'data without its data': ['stream-event-schema', turn(send('data-weather', { id: 'w' }))],
      'data with a number as id': ['stream-event-schema', turn(send('data-weather', { id: 1, data: 1 }))],
      'data that is transient in words': [
        'stream-event-schema',
        turn(send('data-weather', { data: 1, transient: 'yes' })),
      ],
      'metadata of no provider': [
        'stream-event-schema',
        turn(send('text-start', { id: '1', providerMetadata: { itemId: 'x' } }), send('text-end', { id: '1' })),
      ],
      'input that is null and was an object': [
        'stream-text-json',
        turn(...step(...streamedInput('{}'), input({ input: null }), output())),
      ],
      'the sentinel with a name': [
        'stream-event-name',
        (frames) => [...frames.slice(0, -1), { event: 'done', data: '[DONE]' }],
      ],
      'metadata of the provider that is null': [
        'stream-event-schema',
        turn(send('text-start', { id: '1', providerMetadata: null }), send('text-end', { id: '1' })),
      ],
      'a title of a tool that is null': ['stream-event-schema', turn(...step(input({ title: null })))],
      'a text before the start': ['stream-start-first', (frames) => [...text('9', 'x'), ...frames]],
      'a start-step before the start': ['stream-start-first', (frames) => [frames[1]!, frames[0]!, ...frames.slice(2)]],
      'a start in the middle': ['stream-start-once', (frames) => frames.toSpliced(3, 0, send('start'))],
      'a finish in the middle': [
        'stream-event-order',
        (frames) => [
          ...frames.slice(0, 2),
          send('finish'),
          ...frames.slice(2).filter((frame) => typeOf(frame) !== 'finish'),
        ],
      ],
      'a finish before finish-step': [
        'stream-event-order',
        (frames) => {
          const at = frames.length - 2;
          return frames.toSpliced(at, 1).toSpliced(at - 1, 0, frames[at]!);
        },
      ],
      'data after the sentinel': ['stream-sentinel-last', (frames) => [...frames, send('data-x', { data: 1 })]],
      'the sentinel in another form': ['stream-data-is-json', (frames) => [...frames.slice(0, -1), { data: 'DONE' }]],
      'the sentinel as an event': ['stream-sentinel-present', (frames) => [...frames.slice(0, -1), send('done')]],
      'no sentinel after an abort': ['stream-sentinel-present', (frames) => [...frames.slice(0, 3), send('abort')]],
      'a step in a step': [
        'stream-lifecycle-unique',
        turn(send('start-step'), ...step(...text('1', 'a')), send('finish-step')),
      ],
      'a step that finishes twice': ['stream-lifecycle-over', turn(...step(...text('1', 'a')), send('finish-step'))],
      'a text over two steps': [
        'stream-lifecycle-closed',
        turn(...step(send('text-start', { id: '1' })), ...step(send('text-end', { id: '1' }))),
      ],
      'an end without a start': ['stream-lifecycle-opened', turn(...step(send('text-end', { id: '1' })))],
      'a delta without a start': [
        'stream-lifecycle-opened',
        turn(...step(send('text-delta', { id: '1', delta: 'a' }))),
      ],
      'a reasoning delta for a text': [
        'stream-lifecycle-opened',
        turn(
          ...step(
            send('text-start', { id: '1' }),
            send('reasoning-delta', { id: '1', delta: 'a' }),
            send('text-end', { id: '1' }),
          ),
        ),
      ],
      'reasoning that starts twice': [
        'stream-lifecycle-unique',
        turn(
          ...step(
            send('reasoning-start', { id: '1' }),
            send('reasoning-start', { id: '1' }),
            send('reasoning-end', { id: '1' }),
          ),
        ),
      ],
      'a text that is still open at the finish': [
        'stream-lifecycle-closed',
        turn(send('text-start', { id: '1' }), send('text-delta', { id: '1', delta: 'a' })),
      ],
      'a tool input that starts twice': [
        'stream-lifecycle-unique',
        turn(...step(send('tool-input-start', tool), send('tool-input-start', tool), input(), output())),
      ],
      'a tool input that is available twice': [
        'stream-lifecycle-over',
        turn(...step(...streamedInput('{"city":"Paris"}'), input(), input(), output())),
      ],
      'a delta after the input': [
        'stream-lifecycle-over',
        turn(
          ...step(
            ...streamedInput('{"city":"Paris"}'),
            input(),
            send('tool-input-delta', { toolCallId: 'c1', inputTextDelta: ' ' }),
            output(),
          ),
        ),
      ],
      'an output before the input': ['stream-lifecycle-opened', turn(...step(output(), input()))],
      'an output, then an error': [
        'stream-lifecycle-over',
        turn(...step(input(), output(), send('tool-output-error', { toolCallId: 'c1', errorText: 'x' }))),
      ],
      'a preliminary output after the last': [
        'stream-lifecycle-over',
        turn(...step(input(), output(), output({ preliminary: true }))),
      ],
      'an approval of an unknown call': [
        'stream-lifecycle-opened',
        turn(...step(input(), send('tool-approval-request', { approvalId: 'a', toolCallId: 'c9' }))),
      ],
      'a denial of an unknown call': [
        'stream-lifecycle-opened',
        turn(...step(input(), send('tool-output-denied', { toolCallId: 'c9' }))),
      ],
      'input with one field less': [
        'stream-text-json',
        turn(...step(...streamedInput('{"city":"Paris","unit":"C"}'), input(), output())),
      ],
      'input that lost a piece': [
        'stream-text-json',
        turn(...step(...streamedInput('{"city":', '}'), input(), output())),
      ],
      'input as text': [
        'stream-text-json',
        turn(...step(...streamedInput('{"city":"Paris"}'), input({ input: '{"city":"Paris"}' }), output())),
      ],
      'a name that changes': [
        'stream-field-same',
        turn(...step(...streamedInput('{"city":"Paris"}'), input({ toolName: 'x' }), output())),
      ],
      'a delta under another name': [
        'stream-event-schema',
        editWhere(
          ({ type }) => type === 'text-delta',
          (data) => {
            data.textDelta = data.delta;
            delete data.delta;
          },
        ),
      ],
      'a tool delta under another name': [
        'stream-event-schema',
        editWhere(
          ({ type }) => type === 'tool-input-delta',
          (data) => {
            data.delta = data.inputTextDelta;
            delete data.inputTextDelta;
          },
        ),
      ],
      'a tool delta that is an object': [
        'stream-event-schema',
        editWhere(
          ({ type }) => type === 'tool-input-delta',
          (data) => {
            data.inputTextDelta = {};
          },
        ),
      ],
      'a tool without a name': [
        'stream-event-schema',
        editWhere(
          ({ type }) => type === 'tool-input-available',
          (data) => {
            delete data.toolName;
          },
        ),
      ],
      'a tool without input': [
        'stream-event-schema',
        editWhere(
          ({ type }) => type === 'tool-input-available',
          (data) => {
            delete data.input;
          },
        ),
      ],
      'a text without an id': [
        'stream-event-schema',
        editFirst('text-start', (data) => {
          delete data.id;
        }),
      ],
      'a text id that is null': [
        'stream-event-schema',
        editFirst('text-start', (data) => {
          data.id = null;
        }),
      ],
      'an error without a text': ['stream-event-schema', () => [send('start'), send('error', { error: 'x' }), done]],
      'a reason that does not exist': [
        'stream-event-schema',
        editWhere(
          ({ type }) => type === 'finish',
          (data) => {
            data.finishReason = 'end_turn';
          },
        ),
      ],
      'a source without an address': ['stream-event-schema', turn(...step(send('source-url', { sourceId: 's' })))],
      'a file without a media type': ['stream-event-schema', turn(...step(send('file', { url: 'data:,x' })))],
      'an event without a type': [
        'stream-event-schema',
        editFirst('text-end', (data) => {
          delete data.type;
        }),
      ],
      'a type that is a number': [
        'stream-event-schema',
        editFirst('text-end', (data) => {
          data.type = 1;
        }),
      ],
      'the old data protocol': [
        'stream-data-is-json',
        () => [{ data: '0:"Hi"' }, { data: 'd:{"finishReason":"stop"}' }, done],
      ],
      'parts of the old protocol': [
        'stream-lifecycle-opened',
        turn(...step(send('text-delta', { id: '0', delta: 'Hi' }), send('text-end', { id: '0' }))),
      ],
      'all event names': [
        'stream-event-name',
        (frames) => frames.map((frame) => ({ ...frame, event: typeOf(frame) || 'done' })),
      ],
      'data that is a list of parts': [
        'stream-event-schema',
        (frames) => [{ data: frames.slice(0, -1).map(({ data }) => data) }, done],
      ],
      'null as data': ['stream-event-schema', (frames) => frames.toSpliced(2, 0, { data: null })],
      'no finish of the last step': [
        'stream-lifecycle-closed',
        (frames) => {
          const at = frames.findLastIndex((frame) => typeOf(frame) === 'finish-step');
          return frames.toSpliced(at, 1);
        },
      ],
      'finish twice, before and after': ['stream-event-once', (frames) => frames.toSpliced(-1, 0, send('finish'))],
      'a text that ends before its last piece': [
        'stream-lifecycle-over',
        (frames) => {
          const at = first(frames, 'text-end');
          return frames.toSpliced(at, 1).toSpliced(at - 1, 0, frames[at]!);
        },
      ],
      'no end of any text': ['stream-lifecycle-closed', drop('text-end', true)],
    }),
    'the header of another version': ['stream-headers', { headers: { 'x-vercel-ai-ui-message-stream': 'v2' } }],
  },
};
