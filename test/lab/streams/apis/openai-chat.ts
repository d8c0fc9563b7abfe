import type { Change, LabApi, LabFrame, Loose } from '../frame.ts';

const base = {
  id: 'chatcmpl-7',
  object: 'chat.completion.chunk',
  created: 1760000001,
  model: 'gpt-4o-2024-08-06',
  service_tier: 'default',
};
const chunk = (choices: Loose[], more: object = {}): LabFrame => ({ data: { ...base, choices, ...more } });
const choice = (index: number, delta: object, finish: string | null = null) => ({
  index,
  delta,
  logprobs: null,
  finish_reason: finish,
});
const tool = (index: number, rest: object) => ({ tool_calls: [{ index, ...rest }] });

function turn(request: Loose): LabFrame[] {
  const usage = request.stream_options?.include_usage ? { usage: null } : {};
  const frames: LabFrame[] = [];
  if (request.tools) {
    frames.push(
      chunk([choice(0, { role: 'assistant', content: null })], usage),
      chunk(
        [choice(0, tool(0, { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } }))],
        usage,
      ),
      chunk([choice(0, tool(0, { function: { arguments: '{"city":' } }))], usage),
      chunk(
        [choice(0, tool(1, { id: 'call_2', type: 'function', function: { name: 'get_weather', arguments: '' } }))],
        usage,
      ),
      chunk([choice(0, tool(1, { function: { arguments: '{"city":"Rome"}' } }))], usage),
      chunk([choice(0, tool(0, { function: { arguments: '"Paris"}' } }))], usage),
      chunk([choice(0, {}, 'tool_calls')], usage),
    );
  } else {
    const count = request.n ?? 1;
    for (let index = 0; index < count; index += 1)
      frames.push(chunk([choice(index, { role: 'assistant', content: '' })], usage));
    for (const word of ['Hel', 'lo', '!'])
      for (let index = 0; index < count; index += 1) frames.push(chunk([choice(index, { content: word })], usage));
    for (let index = 0; index < count; index += 1) frames.push(chunk([choice(index, {}, 'stop')], usage));
  }
  if (request.stream_options?.include_usage)
    frames.push(chunk([], { usage: { prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 } }));
  return [...frames, { data: '[DONE]' }];
}

const nth =
  (at: number, change: (data: Loose) => void): Change =>
  (frames) =>
    frames.map((frame, index) => {
      if (index !== at) return frame;
      const data = structuredClone(frame.data);
      change(data);
      return { ...frame, data };
    });
const choices = (data: Loose): Loose[] => data?.choices ?? [];
const where =
  (test: (data: Loose) => boolean, change: (data: Loose) => void, every = false): Change =>
  (frames) => {
    let done = false;
    return frames.map((frame) => {
      if ((done && !every) || typeof frame.data === 'string' || !test(frame.data)) return frame;
      done = true;
      const data = structuredClone(frame.data);
      change(data);
      return { ...frame, data };
    });
  };
const without =
  (test: (data: Loose) => boolean): Change =>
  (frames) =>
    frames.filter(({ data }) => typeof data === 'string' || !test(data));
const finishes = (data: Loose) =>
  choices(data).some(({ finish_reason }: Loose) => finish_reason !== null && finish_reason !== undefined);
const usageOf = (data: Loose) => Boolean(data.usage);
const hasToolId = (data: Loose) =>
  choices(data).some(({ delta }: Loose) => delta.tool_calls?.some(({ id }: Loose) => id));
const done: LabFrame = { data: '[DONE]' };

export const openaiChat: LabApi = {
  name: 'openai-chat',
  path: '/v1/chat/completions',
  turn,
  plain: (request) => ({
    id: 'chatcmpl-8',
    object: 'chat.completion',
    created: 1760000001,
    model: request.model,
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!' }, finish_reason: 'stop' }],
  }),
  streams: (request) => request.stream === true,
  required: ['model', 'messages'],
  error: (status, message) => ({
    error: {
      message,
      type: status === 401 ? 'authentication_error' : 'invalid_request_error',
      param: null,
      code: null,
    },
  }),
  authorized: (headers, token) => /^bearer (.*)$/i.exec(headers.get('authorization') ?? '')?.[1] === token,
  variations: {
    'all choices in each chunk': (frames, { n = 1, tools }) => {
      if (tools || n < 2) return frames;
      const merged: LabFrame[] = [];
      const content = frames.filter(({ data }) => choices(data).length > 0);
      for (let at = 0; at < content.length; at += n) {
        merged.push({
          data: {
            ...(content[at]!.data as Loose),
            choices: content.slice(at, at + n).flatMap(({ data }) => choices(data)),
          },
        });
      }
      return [...merged, ...frames.filter(({ data }) => choices(data).length === 0)];
    },
    'one choice after the other': (frames) => [
      ...frames.filter(({ data }) => choices(data)[0]?.index === 0),
      ...frames.filter(({ data }) => choices(data)[0]?.index !== 0),
    ],
    'no null fields': (frames) =>
      frames.map((frame) =>
        typeof frame.data === 'string'
          ? frame
          : { data: JSON.parse(JSON.stringify(frame.data, (_, value) => (value === null ? undefined : value))) },
      ),
    'the model as asked': (frames, { model }) =>
      where(
        () => true,
        (data) => {
          data.model = model;
        },
        true,
      )(frames, {}),
    'arguments that are no JSON': where(
      (data) => choices(data).some(({ delta }: Loose) => delta.tool_calls?.[0].function.arguments === '"Paris"}'),
      (data) => {
        data.choices[0].delta.tool_calls[0].function.arguments = 'oops';
      },
    ),
    'the role in each delta': where(
      (data) => choices(data).length > 0,
      (data) => {
        for (const one of data.choices) one.delta.role = 'assistant';
      },
      true,
    ),
    'the last piece with the reason': (frames) =>
      frames
        .filter(({ data }) => choices(data).length === 0 || choices(data)[0].delta.content !== '!')
        .map((frame) =>
          typeof frame.data === 'string' || !finishes(frame.data) || choices(frame.data)[0].finish_reason !== 'stop'
            ? frame
            : {
                data: {
                  ...(frame.data as Loose),
                  choices: choices(frame.data).map((one: Loose) => ({ ...one, delta: { content: '!' } })),
                },
              },
        ),
    'unknown fields': where(
      () => true,
      (data) => {
        data.obfuscation = 'x';
        data.system_fingerprint = 'fp_1';
      },
      true,
    ),
    'an error in the middle': (frames) => [
      ...frames.slice(0, 2),
      { data: { error: { message: 'Overloaded', type: 'server_error', param: null, code: null } } },
    ],
    'an error in the middle, then the sentinel': (frames) => [
      ...frames.slice(0, 2),
      { data: { error: { message: 'Overloaded', type: 'server_error', param: null, code: null } } },
      done,
    ],
  },
  defects: {
    'no sentinel': ['stream-sentinel-present', (frames) => frames.slice(0, -1)],
    'two sentinels': ['stream-sentinel-last', (frames) => [...frames, done]],
    'a chunk after the sentinel': ['stream-sentinel-last', (frames) => [...frames, frames[1]!]],
    'data that is no JSON': ['stream-data-is-json', (frames) => frames.toSpliced(2, 0, { data: '{oops' })],
    'an event name': [
      'stream-event-name',
      (frames) => frames.map((frame, index) => (index === 1 ? { ...frame, event: 'chunk' } : frame)),
    ],
    'another id': [
      'stream-field-same',
      nth(2, (data) => {
        data.id = 'chatcmpl-other';
      }),
    ],
    'another model': [
      'stream-field-same',
      nth(2, (data) => {
        data.model = 'gpt-3';
      }),
    ],
    'another time of creation': [
      'stream-field-same',
      nth(2, (data) => {
        data.created += 1;
      }),
    ],
    'another object': [
      'stream-event-schema',
      nth(1, (data) => {
        data.object = 'chat.completion';
      }),
    ],
    'no role': [
      'stream-lifecycle-opened',
      where(
        (data) => choices(data)[0]?.delta.role,
        (data) => {
          delete data.choices[0].delta.role;
        },
      ),
    ],
    'content before the role': [
      'stream-lifecycle-opened',
      (frames, { tools }) =>
        tools ? frames : [frames.find(({ data }) => choices(data)[0]?.delta.content)!, ...frames],
    ],
    'no finish reason': ['stream-lifecycle-closed', without(finishes)],
    'no finish reason of the second choice': [
      'stream-lifecycle-closed',
      without((data) => finishes(data) && choices(data)[0].index === 1),
    ],
    'two finish reasons': [
      'stream-lifecycle-over',
      (frames) => frames.flatMap((frame) => (finishes(frame.data) ? [frame, frame] : [frame])),
    ],
    'content after the finish reason': [
      'stream-lifecycle-over',
      (frames) => {
        const at = frames.findIndex(({ data }) => finishes(data));
        return frames.toSpliced(at + 1, 0, { data: { ...base, choices: [choice(0, { content: 'more' })] } });
      },
    ],
    'no usage': ['stream-event-required', without(usageOf)],
    'usage that was not asked for': [
      'stream-event-required',
      (frames, { stream_options }) =>
        stream_options
          ? frames
          : [
              ...frames.slice(0, -1),
              chunk([], { usage: { prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 } }),
              done,
            ],
    ],
    'usage first': [
      'stream-event-order',
      (frames) => {
        const at = frames.findIndex(({ data }) => usageOf(data as Loose));
        return at < 0 ? frames : [frames[at]!, ...frames.toSpliced(at, 1)];
      },
    ],
    'usage twice': [
      'stream-event-once',
      (frames) => frames.flatMap((frame) => (usageOf(frame.data) ? [frame, frame] : [frame])),
    ],
    'usage with choices': [
      'stream-field-value',
      (frames) =>
        frames.map((frame) =>
          usageOf(frame.data)
            ? { data: { ...(frame.data as Loose), choices: [choice(5, { role: 'assistant' }, 'stop')] } }
            : frame,
        ),
    ],
    'no id of a tool call': [
      'stream-lifecycle-opened',
      where(hasToolId, (data) => {
        delete data.choices[0].delta.tool_calls[0].id;
      }),
    ],
    'no name of a tool call': [
      'stream-field-present',
      where(hasToolId, (data) => {
        delete data.choices[0].delta.tool_calls[0].function.name;
      }),
    ],
    'arguments of a call that was not begun': [
      'stream-lifecycle-opened',
      where(
        (data) => choices(data)[0]?.delta.tool_calls?.[0].function.arguments === '"Paris"}',
        (data) => {
          data.choices[0].delta.tool_calls[0].index = 7;
        },
      ),
    ],
    'one id for two tool calls': [
      'stream-field-same',
      where(
        (data) => choices(data)[0]?.delta.tool_calls?.[0].id === 'call_2',
        (data) => {
          data.choices[0].delta.tool_calls[0].id = 'call_1';
        },
      ),
    ],
    'another id of the same tool call': [
      'stream-field-same',
      where(
        (data) => choices(data)[0]?.delta.tool_calls?.[0].function.arguments === '"Paris"}',
        (data) => {
          data.choices[0].delta.tool_calls[0].id = 'call_9';
        },
      ),
    ],
    'an index that is no number': [
      'stream-event-schema',
      where(
        (data) => choices(data).length > 0,
        (data) => {
          data.choices[0].index = '0';
        },
      ),
    ],
    'a chunk without choices': [
      'stream-event-schema',
      nth(1, (data) => {
        delete data.choices;
      }),
    ],
  },
};
