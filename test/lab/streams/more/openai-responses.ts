import { type Change, drop, editFirst, first, insert, type LabFrame, type Loose, repeat, typeOf } from '../frame.ts';
import { both, breaking, changing, editAll, editJson, editWhere, type MoreServers } from './servers.ts';

/** Numbers events and names them after their type. */
const number = (events: Loose[]): LabFrame[] =>
  events.map((event, index) => ({ event: event.type, data: { ...event, sequence_number: index } }));
const again =
  (change: Change): Change =>
  (frames, request) =>
    number(change(frames, request).map(({ data }) => data));
/** Changes events of a type, without renumbering. */
const editAllOf = (type: string, change: (data: Loose) => void) =>
  editWhere((data) => data.type === type, change, true);

const response = (status: string, output: Loose[], more: object = {}) => ({
  id: 'resp_A',
  object: 'response',
  created_at: 1,
  status,
  model: 'gpt-4.1',
  output,
  error: null,
  incomplete_details: null,
  ...more,
});

/** An item of a turn: its events, and its final state. */
interface LabItem {
  events(output_index: number): Loose[];
  final: Loose;
}

const textPart = (text: string) => ({ type: 'output_text', text, annotations: [] });

function message(id: string, pieces: string[][], more: object = {}, status = 'completed'): LabItem {
  const item = { id, type: 'message', role: 'assistant', ...more };
  const final = { ...item, status, content: pieces.map((one) => textPart(one.join(''))) };
  return {
    final,
    events: (output_index) => [
      { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', content: [] } },
      ...pieces.flatMap((one, content_index) => {
        const at = { item_id: id, output_index, content_index };
        return [
          { type: 'response.content_part.added', ...at, part: textPart('') },
          ...one.map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
          { type: 'response.output_text.done', ...at, text: one.join('') },
          { type: 'response.content_part.done', ...at, part: textPart(one.join('')) },
        ];
      }),
      { type: 'response.output_item.done', output_index, item: final },
    ],
  };
}

/** An item without parts: its own events between `added` and `done`. */
function item(own: Loose, final: object, between: (at: { item_id: string; output_index: number }) => Loose[]): LabItem {
  return {
    final: { ...own, ...final },
    events: (output_index) => [
      { type: 'response.output_item.added', output_index, item: own },
      ...between({ item_id: own.id, output_index }),
      { type: 'response.output_item.done', output_index, item: { ...own, ...final } },
    ],
  };
}

function call(id: string, ...pieces: string[]): LabItem {
  const text = pieces.join('');
  const own = {
    id,
    type: 'function_call',
    call_id: `call_${id}`,
    name: 'get_weather',
    arguments: '',
    status: 'in_progress',
  };
  return item(own, { arguments: text, status: 'completed' }, (at) => [
    ...pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, arguments: text },
  ]);
}

const refusal = item(
  { id: 'msg_r', type: 'message', role: 'assistant', status: 'in_progress', content: [] },
  { status: 'completed', content: [{ type: 'refusal', refusal: 'I cannot.' }] },
  (at) => {
    const part = { ...at, content_index: 0 };
    return [
      { type: 'response.content_part.added', ...part, part: { type: 'refusal', refusal: '' } },
      { type: 'response.refusal.delta', ...part, delta: 'I can' },
      { type: 'response.refusal.delta', ...part, delta: 'not.' },
      { type: 'response.refusal.done', ...part, refusal: 'I cannot.' },
      { type: 'response.content_part.done', ...part, part: { type: 'refusal', refusal: 'I cannot.' } },
    ];
  },
);
const reasoning = item(
  { id: 'rs_t', type: 'reasoning', summary: [], content: [] },
  { content: [{ type: 'reasoning_text', text: 'Hm.' }] },
  (at) => {
    const part = { ...at, content_index: 0 };
    return [
      { type: 'response.content_part.added', ...part, part: { type: 'reasoning_text', text: '' } },
      { type: 'response.reasoning_text.delta', ...part, delta: 'Hm.' },
      { type: 'response.reasoning_text.done', ...part, text: 'Hm.' },
      { type: 'response.content_part.done', ...part, part: { type: 'reasoning_text', text: 'Hm.' } },
    ];
  },
);
const summary = (...texts: string[]) =>
  item(
    { id: 'rs_s', type: 'reasoning', summary: [] },
    { summary: texts.map((text) => ({ type: 'summary_text', text })), encrypted_content: 'x' },
    (at) =>
      texts.flatMap((text, summary_index) => [
        {
          type: 'response.reasoning_summary_part.added',
          ...at,
          summary_index,
          part: { type: 'summary_text', text: '' },
        },
        { type: 'response.reasoning_summary_text.delta', ...at, summary_index, delta: text },
        { type: 'response.reasoning_summary_text.done', ...at, summary_index, text },
        { type: 'response.reasoning_summary_part.done', ...at, summary_index, part: { type: 'summary_text', text } },
      ]),
  );
const search = item(
  { id: 'ws_1', type: 'web_search_call', status: 'in_progress' },
  { status: 'completed', action: { type: 'search', query: 'x' } },
  (at) => ['in_progress', 'searching', 'completed'].map((one) => ({ type: `response.web_search_call.${one}`, ...at })),
);
const custom = item(
  { id: 'ctc_1', type: 'custom_tool_call', call_id: 'c', name: 'x', input: '' },
  { input: 'ab' },
  (at) => [
    { type: 'response.custom_tool_call_input.delta', ...at, delta: 'ab' },
    { type: 'response.custom_tool_call_input.done', ...at, input: 'ab' },
  ],
);

const begin = [
  { type: 'response.created', response: response('in_progress', []) },
  { type: 'response.in_progress', response: response('in_progress', []) },
];
const turn =
  (items: LabItem[], status = 'completed', more: object = {}): Change =>
  () =>
    number([
      ...begin,
      ...items.flatMap((one, index) => one.events(index)),
      {
        type: `response.${status}`,
        response: response(
          status,
          items.map(({ final }) => final),
          more,
        ),
      },
    ]);
const hello = message('msg_1', [['Hel', 'lo']]);
const serverError = { code: 'server_error', message: 'x' };
/** A piece of a text that is already complete. */
const late = (text: string, item_id: string): LabFrame => ({
  data: { type: `response.${text}.delta`, item_id, output_index: 0, content_index: 0, summary_index: 0, delta: 'x' },
});
const editEnd = (change: (data: Loose) => void) => editFirst('response.completed', change);
const cutShort = { incomplete_details: { reason: 'max_output_tokens' } };

export const openaiResponses: MoreServers = {
  correct: changing({
    'no output': turn([]),
    'a message': turn([hello]),
    'a message without parts': turn([message('msg_1', [])]),
    'an empty text': turn([message('msg_1', [[]])]),
    'an empty piece': turn([message('msg_1', [['', 'a', '']])]),
    'three parts': turn([message('msg_1', [['a'], ['b', 'c'], ['d']])]),
    'a refusal': turn([refusal]),
    'a refusal after a text': turn([hello, refusal]),
    'reasoning text': turn([reasoning, hello]),
    'two summaries': turn([summary('a', 'b'), hello]),
    'a reasoning without a summary': turn([summary(), hello]),
    'a search': turn([search, hello]),
    'a custom tool': turn([custom]),
    'two calls': turn([call('a', '{}'), call('b', '{"x":', '1}')]),
    'arguments that are not JSON': turn([call('a', 'oo', 'ps')]),
    'arguments that are empty': turn([call('a')]),
    'a call without an id': again(
      both(
        turn([call('a', '{}')]),
        editAll((data) => {
          delete data.item?.id;
          delete data.response?.output[0]?.id;
        }),
      ),
    ),
    'a message, then a call': turn([hello, call('a', '{}')]),
    'usage and more fields at the end': turn([hello], 'completed', {
      usage: { total_tokens: 1 },
      tools: [],
      metadata: {},
      text: null,
    }),
    'calls that interleave': () => {
      const [one, other] = [call('a', '{', '}').events(0), call('b', '{', '}').events(1)];
      const mixed = one.flatMap((event, index) => [event, other[index]!]);
      const output = [call('a', '{', '}').final, call('b', '{', '}').final];
      return number([...begin, ...mixed, { type: 'response.completed', response: response('completed', output) }]);
    },
    'queued first': () =>
      number([
        { type: 'response.created', response: response('queued', []) },
        { type: 'response.queued', response: response('queued', []) },
        begin[1]!,
        ...hello.events(0),
        { type: 'response.completed', response: response('completed', [hello.final]) },
      ]),
    'a failure at once': () =>
      number([begin[0]!, { type: 'response.failed', response: response('failed', [], { error: serverError }) }]),
    'a failure in the middle of a text': () =>
      number([
        ...begin,
        ...hello.events(0).slice(0, 3),
        { type: 'response.failed', response: response('failed', [], { error: serverError }) },
      ]),
    'an error event first': () => number([{ type: 'error', code: 'x', message: 'y', param: null }]),
    'an error event without its number': () => [
      ...number(begin),
      { event: 'error', data: { type: 'error', code: null, message: 'y', param: null } },
    ],
    'an error event in the old form': () => [
      ...number(begin),
      {
        event: 'error',
        data: { type: 'error', sequence_number: 2, message: 'y', error: { type: 'server_error', message: 'y' } },
      },
    ],
    'an incomplete message': () =>
      number([
        ...begin,
        ...message('msg_1', [['Hel']], {}, 'incomplete').events(0),
        {
          type: 'response.incomplete',
          response: response('incomplete', [message('msg_1', [['Hel']], {}, 'incomplete').final], cutShort),
        },
      ]),
    'an incomplete message that is cut': () =>
      number([
        ...begin,
        ...hello.events(0).slice(0, 3),
        { type: 'response.incomplete', response: response('incomplete', [], cutShort) },
      ]),
    'an incomplete message that is cut, and in the output': () =>
      number([
        ...begin,
        ...hello.events(0).slice(0, 3),
        {
          type: 'response.incomplete',
          response: response(
            'incomplete',
            [{ ...hello.final, status: 'incomplete', content: [textPart('Hel')] }],
            cutShort,
          ),
        },
      ]),
    annotations: again((frames) =>
      frames.flatMap((frame) =>
        typeOf(frame) === 'response.output_text.done'
          ? [
              {
                data: {
                  ...(frame.data as Loose),
                  type: 'response.output_text.annotation.added',
                  annotation_index: 0,
                  annotation: { type: 'url_citation', url: 'https://example.org' },
                },
              },
              frame,
            ]
          : [frame],
      ),
    ),
    'a keep-alive event': again((frames) =>
      frames.flatMap((frame) => [frame, { data: { type: 'keepalive' } }]).slice(0, -1),
    ),
    'obfuscation and log probabilities': editAllOf('response.output_text.delta', (data) => {
      Object.assign(data, { obfuscation: 'abc', logprobs: [{ token: 'x' }] });
    }),
  }),
  broken: {
    ...breaking({
      'an item that is done and in progress': [
        'stream-event-schema',
        again(
          editAllOf('response.output_item.done', (data) => {
            data.item.status = 'in_progress';
          }),
        ),
      ],
      'an annotation without its annotation': [
        'stream-event-schema',
        again(
          both(
            turn([hello]),
            insert('response.output_text.done', [
              {
                data: {
                  type: 'response.output_text.annotation.added',
                  item_id: hello.final.id,
                  output_index: 0,
                  content_index: 0,
                  annotation_index: 0,
                },
              },
            ]),
          ),
        ),
      ],
      'no output items but text': [
        'stream-lifecycle-opened',
        again((frames) => frames.filter((frame) => !typeOf(frame).includes('output_item'))),
      ],
      'no parts but text': [
        'stream-lifecycle-opened',
        again((frames) => frames.filter((frame) => !typeOf(frame).includes('content_part'))),
      ],
      'no text at done': [
        'stream-event-schema',
        editAllOf('response.output_text.done', (data) => {
          delete data.text;
        }),
      ],
      'no output at the end': [
        'stream-field-same',
        editEnd((data) => {
          data.response.output = [];
        }),
      ],
      'output missing at the end': [
        'stream-event-schema',
        editEnd((data) => {
          delete data.response.output;
        }),
      ],
      'output with one item more': [
        'stream-field-same',
        editEnd((data) => {
          data.response.output.push({ ...data.response.output[0], id: 'msg_new' });
        }),
      ],
      'output with another id': [
        'stream-field-same',
        editEnd((data) => {
          data.response.output[0].id = 'other';
        }),
      ],
      'output still in progress': [
        'stream-field-same',
        editEnd((data) => {
          data.response.output[0].status = 'in_progress';
        }),
      ],
      'output in the first event': [
        'stream-field-value',
        editFirst('response.created', (data) => {
          data.response.output = [hello.final];
        }),
      ],
      'the end as the first status': [
        'stream-event-schema',
        editFirst('response.created', (data) => {
          data.response.status = 'completed';
        }),
      ],
      'a status that does not exist': [
        'stream-event-schema',
        editEnd((data) => {
          data.response.status = 'done';
        }),
      ],
      'an error in a completed response': [
        'stream-field-present',
        () =>
          number([
            ...begin,
            { type: 'response.completed', response: response('completed', [], { error: serverError }) },
          ]),
      ],
      'a reason to be incomplete in a completed response': [
        'stream-field-present',
        () => number([...begin, { type: 'response.completed', response: response('completed', [], cutShort) }]),
      ],
      'a failure with the status completed': [
        'stream-field-value',
        () => number([...begin, { type: 'response.failed', response: response('completed', []) }]),
      ],
      'an incomplete response with the status completed': [
        'stream-field-value',
        () => number([...begin, { type: 'response.incomplete', response: response('completed', []) }]),
      ],
      'an incomplete response that misses an item': [
        'stream-field-same',
        () =>
          number([
            ...begin,
            ...hello.events(0),
            ...call('a', '{}').events(1),
            { type: 'response.incomplete', response: response('incomplete', [hello.final], cutShort) },
          ]),
      ],
      'an incomplete response with another item': [
        'stream-field-same',
        () =>
          number([
            ...begin,
            ...hello.events(0),
            { type: 'response.incomplete', response: response('incomplete', [{ ...hello.final, id: 'x' }], cutShort) },
          ]),
      ],
      'a failed response with another item': [
        'stream-field-same',
        () =>
          number([
            ...begin,
            ...hello.events(0),
            {
              type: 'response.failed',
              response: response('failed', [{ ...hello.final, id: 'x' }], { error: serverError }),
            },
          ]),
      ],
      'an item that is empty when done': [
        'stream-field-same',
        () => {
          const events = hello.events(0);
          const emptied = { ...hello.final, content: [] };
          return number([
            ...begin,
            ...events.slice(0, -1),
            { ...events.at(-1)!, item: emptied },
            { type: 'response.completed', response: response('completed', [emptied]) },
          ]);
        },
      ],
      'an item that misses a part when done': [
        'stream-field-same',
        () => {
          const two = message('msg_1', [['a'], ['b']]);
          const events = two.events(0);
          const cut = { ...two.final, content: [textPart('a')] };
          return number([
            ...begin,
            ...events.slice(0, -1),
            { ...events.at(-1)!, item: cut },
            { type: 'response.completed', response: response('completed', [cut]) },
          ]);
        },
      ],
      'a summary that is missing when done': [
        'stream-field-same',
        () => {
          const events = summary('a', 'b').events(0);
          const cut = { ...summary('a', 'b').final, summary: [{ type: 'summary_text', text: 'a' }] };
          return number([
            ...begin,
            ...events.slice(0, -1),
            { ...events.at(-1)!, item: cut },
            { type: 'response.completed', response: response('completed', [cut]) },
          ]);
        },
      ],
      'a summary that changes when done': [
        'stream-text-equal',
        () => {
          const events = summary('a').events(0);
          const cut = { ...summary('a').final, summary: [{ type: 'summary_text', text: 'x' }] };
          return number([
            ...begin,
            ...events.slice(0, -1),
            { ...events.at(-1)!, item: cut },
            { type: 'response.completed', response: response('completed', [cut]) },
          ]);
        },
      ],
      'a refusal that changes when done': [
        'stream-text-equal',
        () => {
          const events = refusal.events(0);
          const cut = { ...refusal.final, content: [{ type: 'refusal', refusal: 'No.' }] };
          return number([
            ...begin,
            ...events.slice(0, -1),
            { ...events.at(-1)!, item: cut },
            { type: 'response.completed', response: response('completed', [cut]) },
          ]);
        },
      ],
      'a refusal that differs at done': [
        'stream-text-equal',
        (frames, request) =>
          editAllOf('response.refusal.done', (data) => {
            data.refusal = 'x';
          })(turn([refusal])(frames, request), request),
      ],
      'a refusal without its part': [
        'stream-lifecycle-opened',
        (frames, request) => again(drop('response.content_part.added'))(turn([refusal])(frames, request), request),
      ],
      'a refusal in a text': [
        'stream-lifecycle-opened',
        again((frames) =>
          frames.map((frame) =>
            typeOf(frame) === 'response.output_text.delta'
              ? { data: { ...(frame.data as Loose), type: 'response.refusal.delta' } }
              : frame,
          ),
        ),
      ],
      'reasoning that differs at done': [
        'stream-text-equal',
        (frames, request) =>
          editAllOf('response.reasoning_text.done', (data) => {
            data.text = 'x';
          })(turn([reasoning])(frames, request), request),
      ],
      'output_index that counts from 1': [
        'stream-lifecycle-numbered',
        editWhere(
          (data) => data.output_index !== undefined,
          (data) => {
            data.output_index += 1;
          },
          true,
        ),
      ],
      'output_index that is always 0': [
        'stream-lifecycle-unique',
        editWhere(
          (data) => data.output_index !== undefined,
          (data) => {
            data.output_index = 0;
          },
          true,
        ),
      ],
      'content_index that counts from 1': [
        'stream-lifecycle-numbered',
        editWhere(
          (data) => data.content_index !== undefined,
          (data) => {
            data.content_index += 1;
          },
          true,
        ),
      ],
      'summary_index that counts from 1': [
        'stream-lifecycle-numbered',
        editWhere(
          (data) => data.summary_index !== undefined,
          (data) => {
            data.summary_index += 1;
          },
          true,
        ),
      ],
      'deltas of the other item': [
        'stream-field-same',
        editFirst('response.output_text.delta', (data) => {
          data.output_index = 1;
        }),
      ],
      'a call without a call id': [
        'stream-event-schema',
        editWhere(
          (data) => data.item?.type === 'function_call',
          (data) => {
            delete data.item.call_id;
          },
          true,
        ),
      ],
      'a call without a name': [
        'stream-event-schema',
        editWhere(
          (data) => data.item?.type === 'function_call',
          (data) => {
            delete data.item.name;
          },
          true,
        ),
      ],
      'arguments as an object': [
        'stream-event-schema',
        editAllOf('response.function_call_arguments.done', (data) => {
          data.arguments = {};
        }),
      ],
      'arguments that come twice': ['stream-text-equal', again(repeat('response.function_call_arguments.delta'))],
      'arguments of an unknown item': [
        'stream-field-same',
        editFirst('response.function_call_arguments.delta', (data) => {
          data.item_id = 'fc_9';
        }),
      ],
      'call ids that are the same': [
        'stream-field-same',
        () => {
          const both = [call('a', '{}'), call('b', '{}')];
          const events = both
            .flatMap((one, index) => one.events(index))
            .map((event) => (event.item ? { ...event, item: { ...event.item, call_id: 'call_a' } } : event));
          return number([
            ...begin,
            ...events,
            {
              type: 'response.completed',
              response: response(
                'completed',
                both.map(({ final }) => ({ ...final, call_id: 'call_a' })),
              ),
            },
          ]);
        },
      ],
      'done before the deltas': [
        'stream-lifecycle-over',
        again((frames) => {
          const at = first(frames, 'response.output_text.done');
          const to = first(frames, 'response.output_text.delta');
          return at < 0 ? frames : frames.toSpliced(at, 1).toSpliced(to, 0, frames[at]!);
        }),
      ],
      'a part done before its text': [
        'stream-lifecycle-closed',
        again((frames) => {
          const at = first(frames, 'response.output_text.done');
          return at < 0 ? frames : frames.toSpliced(at, 2, frames[at + 1]!, frames[at]!);
        }),
      ],
      'an item done before its part': [
        'stream-lifecycle-closed',
        again((frames) => {
          const done = first(frames, 'response.output_item.done');
          const part = frames
            .slice(0, done)
            .findLastIndex((frame) => /content_part.done|arguments.done/.test(typeOf(frame)));
          return part < 0 ? frames : frames.toSpliced(done, 1).toSpliced(part, 0, frames[done]!);
        }),
      ],
      'created last': [
        'stream-start-first',
        again((frames) => [...frames.slice(1, 4), frames[0]!, ...frames.slice(4)]),
      ],
      'in_progress first': ['stream-start-first', again((frames) => [frames[1]!, frames[0]!, ...frames.slice(2)])],
      'an end in the middle': [
        'stream-end-last',
        again((frames) => [...frames.slice(0, 2), frames.at(-1)!, ...frames.slice(2, -1)]),
      ],
      'completed, then failed': [
        'stream-end-once',
        again((frames) => [
          ...frames,
          { data: { type: 'response.failed', response: response('failed', [], { error: serverError }) } },
        ]),
      ],
      'an event after a failure': [
        'stream-end-last',
        again((frames) => [
          ...frames.slice(0, 2),
          { data: { type: 'error', code: 'x', message: 'y', param: null } },
          ...frames.slice(2, 5),
        ]),
      ],
      'the sentinel of another API': ['stream-data-is-json', (frames) => [...frames, { data: '[DONE]' }]],
      'numbers that all are 0': [
        'stream-field-counter',
        editWhere(
          () => true,
          (data) => {
            data.sequence_number = 0;
          },
          true,
        ),
      ],
      'numbers as text': [
        'stream-event-schema',
        editWhere(
          () => true,
          (data) => {
            data.sequence_number = String(data.sequence_number);
          },
          true,
        ),
      ],
      'no numbers': [
        'stream-event-schema',
        editWhere(
          () => true,
          (data) => {
            delete data.sequence_number;
          },
          true,
        ),
      ],
      'numbers that swap': [
        'stream-field-counter',
        (frames) =>
          frames.map(({ event, data }, index) => ({
            event: event!,
            data: { ...(data as Loose), sequence_number: index === 3 ? 4 : index === 4 ? 3 : index },
          })),
      ],
      'names without their prefix': [
        'stream-event-name',
        (frames) => frames.map(({ event, data }) => ({ event: event!.replace('response.', ''), data })),
      ],
      'types without their prefix': [
        'stream-end-present',
        (frames) =>
          frames.map(({ data }) => ({
            event: typeOf({ data }).replace('response.', ''),
            data: { ...(data as Loose), type: typeOf({ data }).replace('response.', '') },
          })),
      ],
      'another role': [
        'stream-event-schema',
        editWhere(
          (data) => data.item?.role,
          (data) => {
            data.item.role = 'user';
          },
          true,
        ),
      ],
      'a response without an id': [
        'stream-event-schema',
        editWhere(
          (data) => data.response,
          (data) => {
            delete data.response.id;
          },
          true,
        ),
      ],
      'another object': [
        'stream-event-schema',
        editWhere(
          (data) => data.response,
          (data) => {
            data.response.object = 'chat.completion';
          },
          true,
        ),
      ],
      'a model that changes': [
        'stream-field-same',
        editEnd((data) => {
          data.response.model = 'other';
        }),
      ],
      'a time of creation that changes': [
        'stream-field-same',
        editEnd((data) => {
          data.response.created_at += 1;
        }),
      ],
      'a type of item that changes': [
        'stream-field-same',
        editFirst('response.output_item.done', (data) => {
          data.item.type = 'other';
        }),
      ],
      'a part whose type changes': [
        'stream-field-same',
        editFirst('response.content_part.done', (data) => {
          data.part.type = 'refusal';
        }),
      ],
      'a function name that changes': [
        'stream-field-same',
        editWhere(
          (data) => data.type === 'response.output_item.done' && data.item.name,
          (data) => {
            data.item.name = 'x';
          },
          true,
        ),
      ],
      'a part that begins with its text': [
        'stream-field-value',
        again(editAllOf('response.content_part.added', (data) => (data.part.text = 'Hi'))),
      ],
      'an item that begins with its parts': [
        'stream-field-value',
        again(editAllOf('response.output_item.added', (data) => data.item.content?.push(textPart('Hi')))),
      ],
      'a call that begins with its arguments': [
        'stream-field-value',
        again(
          editAllOf('response.output_item.added', (data) => {
            if (data.item.type === 'function_call') data.item.arguments = '{}';
          }),
        ),
      ],
      'another name at the end of the arguments': [
        'stream-field-same',
        again(editAllOf('response.function_call_arguments.done', (data) => (data.name = 'other'))),
      ],
      'a part that is done without its text': [
        'stream-event-schema',
        again(editAllOf('response.content_part.done', (data) => delete data.part.text)),
      ],
      'reasoning that goes on after it is done': [
        'stream-text-completed',
        again(both(turn([reasoning]), insert('response.reasoning_text.done', [late('reasoning_text', 'rs_t')], true))),
      ],
      'reasoning that is never done': [
        'stream-text-completed',
        again(both(turn([reasoning]), drop('response.reasoning_text.done'))),
      ],
      'a summary that goes on after it is done': [
        'stream-text-completed',
        again(
          both(
            turn([summary('a')]),
            insert('response.reasoning_summary_text.done', [late('reasoning_summary_text', 'rs_s')], true),
          ),
        ),
      ],
      'a summary that is never done': [
        'stream-text-completed',
        again(both(turn([summary('a')]), drop('response.reasoning_summary_text.done'))),
      ],
    }),
    'JSON in progress': [
      'response-body-schema',
      editJson((data) => {
        data.status = 'in_progress';
      }),
    ],
  },
};
