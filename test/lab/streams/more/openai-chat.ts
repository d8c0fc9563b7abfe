import type { Change, LabFrame, Loose } from '../frame.ts';
import { both, breaking, changing, editAll, editJson, editWhere, type MoreServers, putAt } from './servers.ts';

const head = { id: 'chatcmpl-A1', object: 'chat.completion.chunk', created: 1700000000, model: 'gpt-4.1' };
const done: LabFrame = { data: '[DONE]' };
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

/** `[index, delta, finish reason]` of a choice. */
type Line = [index: number, delta: object, finish?: string];

const toChoice = ([index, delta, finish]: Line) => ({ index, delta, ...(finish ? { finish_reason: finish } : {}) });

/** A turn of these chunks, each with one or several choices, and the usage if the request asks for it. */
const script =
  (lines: (Line | Line[])[], more: object = {}): Change =>
  (_, request) => [
    ...lines.map((line) => ({
      data: { ...head, ...more, choices: (Array.isArray(line[0]) ? (line as Line[]) : [line as Line]).map(toChoice) },
    })),
    ...(request.stream_options?.include_usage ? [{ data: { ...head, choices: [], usage } }] : []),
    done,
  ];
const role = { role: 'assistant' };
const call = (index: number, id: string, text = '') => ({
  tool_calls: [{ index, id, type: 'function', function: { name: 'get_weather', arguments: text } }],
});
const piece = (index: number, text: string) => ({ tool_calls: [{ index, function: { arguments: text } }] });
const text: Line[] = [
  [0, { ...role, content: '' }],
  [0, { content: 'Hi' }],
  [0, {}, 'stop'],
];
const hasChoices = (data: Loose) => data.choices.length > 0;
const withCall = (data: Loose) => data.choices[0]?.delta.tool_calls?.[0].id;
const withPiece = (data: Loose) => data.choices[0]?.delta.tool_calls && !withCall(data);
const withText = (data: Loose) => data.choices[0]?.delta.content;

export const openaiChat: MoreServers = {
  correct: changing({
    'a refusal': script([
      [0, { ...role, content: null, refusal: '' }],
      [0, { refusal: 'I cannot ' }],
      [0, { refusal: 'do that.' }],
      [0, {}, 'stop'],
    ]),
    'all in one chunk': script([[0, { ...role, content: 'Hi' }, 'stop']]),
    'role with the first text': script([
      [0, { ...role, content: 'H' }],
      [0, { content: 'i' }, 'length'],
    ]),
    'a whole call at once': script([
      [0, { ...role, ...call(0, 'call_x', '{}') }],
      [0, {}, 'tool_calls'],
    ]),
    'two calls in one delta': script([
      [0, { ...role, content: null, tool_calls: [...call(0, 'a').tool_calls, ...call(1, 'b').tool_calls] }],
      [0, { tool_calls: [...piece(0, '{}').tool_calls, ...piece(1, '{"a":').tool_calls] }],
      [0, piece(1, '1}')],
      [0, {}, 'tool_calls'],
    ]),
    'a text, then a call': script([
      [0, { ...role, content: 'I will look. ' }],
      [0, call(0, 'call_x')],
      [0, piece(0, '{"city":"Paris"}')],
      [0, {}, 'tool_calls'],
    ]),
    'a call without arguments': script([
      [0, role],
      [0, call(0, 'call_x')],
      [0, {}, 'tool_calls'],
    ]),
    'arguments cut short': script([
      [0, role],
      [0, call(0, 'call_x')],
      [0, piece(0, '{"ci')],
      [0, {}, 'length'],
    ]),
    'calls that interleave': script([
      [0, role],
      [0, call(0, 'a')],
      [0, call(1, 'b')],
      [0, piece(1, '{')],
      [0, piece(0, '{')],
      [0, piece(1, '}')],
      [0, piece(0, '}')],
      [0, {}, 'tool_calls'],
    ]),
    'a call that repeats id, type and name': script([
      [0, role],
      [0, call(0, 'a', '{')],
      [0, call(0, 'a', '}')],
      [0, {}, 'tool_calls'],
    ]),
    'null in later pieces of a call': script([
      [0, { ...role, content: null, tool_calls: null }],
      [0, call(0, 'a')],
      [0, { tool_calls: [{ index: 0, id: null, type: null, function: { name: null, arguments: '{}' } }] }],
      [0, { content: null }, 'tool_calls'],
    ]),
    'a function call of the old form': script([
      [0, { ...role, content: null, function_call: { name: 'f', arguments: '' } }],
      [0, { function_call: { arguments: '{}' } }],
      [0, {}, 'function_call'],
    ]),
    'a content filter': script([
      [0, role],
      [0, {}, 'content_filter'],
    ]),
    'empty deltas': script([
      [0, role],
      [0, {}],
      [0, { content: '' }],
      [0, { content: null }],
      [0, { content: 'Hi' }],
      [0, {}, 'stop'],
    ]),
    'the second choice first': (_, request) => {
      const lines = text.flatMap(([, delta, finish]): Line[] => [
        [1, delta, ...(finish ? [finish] : [])] as unknown as Line,
        [0, delta, ...(finish ? [finish] : [])] as unknown as Line,
      ]);
      return script(request.n === 2 ? lines : text)([], request);
    },
    'choices that end at different times': (_, request) =>
      script(
        request.n === 2
          ? [
              ...text.slice(0, 2),
              [1, { ...role, content: 'A' }],
              [0, {}, 'stop'],
              [1, { content: 'B' }],
              [1, {}, 'length'],
            ]
          : text,
      )([], request),
    'calls in two choices': (_, request) =>
      script(
        request.n === 2
          ? [
              [0, role],
              [1, role],
              [0, call(0, 'call_1')],
              [1, call(0, 'call_2')],
              [0, piece(0, '{}')],
              [1, piece(0, '{}')],
              [0, {}, 'tool_calls'],
              [1, {}, 'tool_calls'],
            ]
          : text,
      )([], request),
    'fields of later versions': editAll((data) => {
      Object.assign(data, { service_tier: null, system_fingerprint: null, obfuscation: 'abc', provider: 'x' });
      for (const choice of data.choices) {
        Object.assign(choice, { logprobs: { content: [], refusal: null }, native_finish_reason: 'x' });
        Object.assign(choice.delta, { reasoning_content: null, annotations: [], audio: null });
      }
    }),
    'usage null where it is not asked for': editWhere(
      hasChoices,
      (data) => {
        data.usage = null;
      },
      true,
    ),
    'details of the usage': editAll((data) => {
      if (data.usage)
        Object.assign(data.usage, { prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: null });
    }),
    'fingerprints that change': (frames) =>
      frames.map((frame, index) =>
        typeof frame.data === 'string'
          ? frame
          : { data: { ...(frame.data as Loose), system_fingerprint: `fp_${index}` } },
      ),
    'an error at once': () => [{ data: { error: { message: 'x', type: 'server_error', param: null, code: null } } }],
    'an error with a numeric code, then the sentinel': (frames) => [
      ...frames.slice(0, 3),
      { data: { error: { message: 'x', type: 'server_error', code: 503 } } },
      done,
    ],
    'one character at a time': (_, request) =>
      script([
        [0, { ...role, content: '' }],
        ...[...'Grüße 😀 "quoted"\n\u2028'].map((content): Line => [0, { content }]),
        [0, {}, 'stop'],
      ])([], request),
  }),
  broken: {
    ...breaking({
      'no turn at all': ['stream-sentinel-present', () => []],
      'the sentinel in lower case': ['stream-data-is-json', (frames) => [...frames.slice(0, -1), { data: '[done]' }]],
      'the sentinel as JSON': ['stream-sentinel-present', (frames) => [...frames.slice(0, -1), { data: '"[DONE]"' }]],
      'the sentinel first': ['stream-sentinel-last', (frames) => [done, ...frames.slice(0, -1)]],
      'the sentinel before the usage': [
        'stream-sentinel-last',
        (frames) => {
          const last = frames.at(-2)!;
          return [...frames.slice(0, -2), done, last];
        },
      ],
      'an id for each chunk': [
        'stream-field-same',
        (frames) =>
          frames.map((frame, index) =>
            typeof frame.data === 'string' ? frame : { data: { ...(frame.data as Loose), id: `chatcmpl-${index}` } },
          ),
      ],
      'an id that is missing': [
        'stream-event-schema',
        editWhere(withText, (data) => {
          delete data.id;
        }),
      ],
      'a time of creation as text': [
        'stream-event-schema',
        editAll((data) => {
          data.created = String(data.created);
        }),
      ],
      'a model that is missing': [
        'stream-event-schema',
        editAll((data) => {
          delete data.model;
        }),
      ],
      'the object of a whole completion': [
        'stream-event-schema',
        editAll((data) => {
          data.object = 'chat.completion';
        }),
      ],
      'no object': [
        'stream-event-schema',
        editAll((data) => {
          delete data.object;
        }),
      ],
      'messages instead of deltas': [
        'stream-event-schema',
        editWhere(
          hasChoices,
          (data) => {
            for (const choice of data.choices) {
              choice.message = choice.delta;
              delete choice.delta;
            }
          },
          true,
        ),
      ],
      'another role': [
        'stream-event-schema',
        editWhere(
          (data) => data.choices[0]?.delta.role,
          (data) => {
            data.choices[0].delta.role = 'bot';
          },
        ),
      ],
      'the role of the user': [
        'stream-event-schema',
        editWhere(
          (data) => data.choices[0]?.delta.role,
          (data) => {
            data.choices[0].delta.role = 'user';
          },
          true,
        ),
      ],
      'the role last': [
        'stream-lifecycle-opened',
        script([
          [0, { content: 'Hi' }],
          [0, role],
          [0, {}, 'stop'],
        ]),
      ],
      'no role of the second choice': [
        'stream-lifecycle-opened',
        (frames) =>
          frames.filter(
            ({ data }) => !((data as Loose).choices?.[0]?.index === 1 && (data as Loose).choices[0].delta.role),
          ),
      ],
      'an unknown finish reason': [
        'stream-event-schema',
        editWhere(
          (data) => data.choices[0]?.finish_reason,
          (data) => {
            data.choices[0].finish_reason = 'end_turn';
          },
          true,
        ),
      ],
      'an empty finish reason': [
        'stream-event-schema',
        editWhere(
          withText,
          (data) => {
            data.choices[0].finish_reason = '';
          },
          true,
        ),
      ],
      'a finish reason in each chunk': [
        'stream-lifecycle-over',
        editWhere(
          hasChoices,
          (data) => {
            data.choices[0].finish_reason = 'stop';
          },
          true,
        ),
      ],
      'a call after the finish reason': ['stream-lifecycle-over', script([...text, [0, call(0, 'call_x', '{}')]])],
      'an empty delta after the finish reason': ['stream-lifecycle-over', script([...text, [0, {}]])],
      'a role after the finish reason': ['stream-lifecycle-over', script([...text, [0, role]])],
      'a choice that begins again': ['stream-lifecycle-over', script([...text, ...text])],
      'usage in the last chunk of a choice': [
        'stream-field-value',
        (frames, request) =>
          request.stream_options
            ? both(
                (all) => all.filter(({ data }) => typeof data === 'string' || hasChoices(data)),
                (all) => all.with(-2, { data: { ...(all.at(-2)!.data as Loose), usage } }),
              )(frames, request)
            : frames,
      ],
      'usage in each chunk': [
        'stream-event-once',
        (frames, request) =>
          request.stream_options ? editAll((data) => void Object.assign(data, { usage }))(frames, request) : frames,
      ],
      'usage that is only null': [
        'stream-event-required',
        editAll((data) => {
          if (data.usage) data.usage = null;
        }),
      ],
      'usage that is empty': [
        'stream-event-schema',
        editAll((data) => {
          if (data.usage) data.usage = {};
        }),
      ],
      'usage of other names': [
        'stream-event-schema',
        editAll((data) => {
          if (data.usage) data.usage = { input_tokens: 1, output_tokens: 2 };
        }),
      ],
      'usage before the choices end': [
        'stream-event-order',
        (frames, request) =>
          request.stream_options ? [...frames.slice(0, 3), frames.at(-2)!, ...frames.slice(3, -2), done] : frames,
      ],
      'a chunk without choices after the usage': [
        'stream-event-order',
        (frames, request) =>
          request.stream_options?.include_usage
            ? putAt(-1, { data: { ...head, choices: [] } })(frames, request)
            : frames,
      ],
      'usage that is negative': [
        'stream-event-schema',
        editAll((data) => {
          if (data.usage) data.usage.total_tokens = -1;
        }),
      ],
      'arguments as an object': [
        'stream-event-schema',
        editWhere(withPiece, (data) => {
          data.choices[0].delta.tool_calls[0].function.arguments = { city: 'Paris' };
        }),
      ],
      'calls without an index': [
        'stream-event-schema',
        editWhere(
          (data) => data.choices[0]?.delta.tool_calls,
          (data) => {
            for (const one of data.choices[0].delta.tool_calls) delete one.index;
          },
          true,
        ),
      ],
      'calls as one object': [
        'stream-event-schema',
        editWhere(withCall, (data) => {
          [data.choices[0].delta.tool_calls] = data.choices[0].delta.tool_calls;
        }),
      ],
      'another type of call': [
        'stream-event-schema',
        editWhere(withCall, (data) => {
          data.choices[0].delta.tool_calls[0].type = 'tool';
        }),
      ],
      'calls that count from 1': [
        'stream-lifecycle-numbered',
        editWhere(
          (data) => data.choices[0]?.delta.tool_calls,
          (data) => {
            for (const one of data.choices[0].delta.tool_calls) one.index += 1;
          },
          true,
        ),
      ],
      'choices that count from 1': [
        'stream-lifecycle-numbered',
        editWhere(
          hasChoices,
          (data) => {
            for (const one of data.choices) one.index += 1;
          },
          true,
        ),
      ],
      'a new id for each piece of a call': [
        'stream-field-same',
        script([
          [0, role],
          [0, call(0, 'a', '{')],
          [0, call(0, 'b', '}')],
          [0, {}, 'tool_calls'],
        ]),
      ],
      'another name of the same call': [
        'stream-field-same',
        script([
          [0, role],
          [0, call(0, 'a', '{')],
          [0, { tool_calls: [{ index: 0, function: { name: 'other', arguments: '}' } }] }],
          [0, {}, 'tool_calls'],
        ]),
      ],
      'the name after the id': [
        'stream-field-present',
        script([
          [0, role],
          [0, { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { arguments: '' } }] }],
          [0, { tool_calls: [{ index: 0, function: { name: 'get_weather' } }] }],
          [0, {}, 'tool_calls'],
        ]),
      ],
      'a content that is a list': [
        'stream-event-schema',
        editWhere(withText, (data) => {
          data.choices[0].delta.content = [{ type: 'text', text: 'Hi' }];
        }),
      ],
      'choices as an object': [
        'stream-event-schema',
        editWhere(withText, (data) => {
          [data.choices] = data.choices;
        }),
      ],
      'data that is a number': ['stream-event-schema', putAt(1, { data: 5 })],
      'data that is null': ['stream-event-schema', putAt(1, { data: null })],
      'data that is a list': ['stream-event-schema', putAt(1, { data: [] })],
      'an error without a message': [
        'stream-event-schema',
        (frames) => [...frames.slice(0, 2), { data: { error: {} } }],
      ],
      'an error that is text': [
        'stream-event-schema',
        (frames) => [...frames.slice(0, 2), { data: { error: 'Overloaded' } }],
      ],
      'chunks after an error': [
        'stream-end-last',
        putAt(2, { data: { error: { message: 'x', type: 'server_error', param: null, code: null } } }),
      ],
      'event names in each message': [
        'stream-event-name',
        (frames) => frames.map((frame) => ({ ...frame, event: 'chunk' })),
      ],
      'the sentinel with a name': [
        'stream-event-name',
        (frames) => [...frames.slice(0, -1), { event: 'done', data: '[DONE]' }],
      ],
      'usage without a choice': [
        'stream-event-required',
        (frames) => frames.filter(({ data }) => typeof data === 'string' || (data as Loose).usage),
      ],
      'log probabilities that are a number': [
        'stream-event-schema',
        editWhere(withText, (data) => {
          data.choices[0].logprobs = 5;
        }),
      ],
      'a fingerprint that is a number': [
        'stream-event-schema',
        editAll((data) => {
          data.system_fingerprint = 5;
        }),
      ],
    }),
    'JSON without choices': ['response-body-schema', editJson((data) => void data.choices.pop())],
    'JSON whose choices count from 1': [
      'response-body-schema',
      editJson((data) => {
        data.choices[0].index = 1;
      }),
    ],
    'a JSON message without content': [
      'response-body-schema',
      editJson((data) => {
        data.choices[0].message = { role: 'assistant' };
      }),
    ],
  },
};
