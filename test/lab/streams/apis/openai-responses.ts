import {
  type Change,
  drop,
  edit,
  editFirst,
  first,
  type LabApi,
  type LabFrame,
  type Loose,
  repeat,
  typeOf,
} from '../frame.ts';

/** Renumbers events, like a server that creates them in this order. */
const renumber = (frames: LabFrame[]): LabFrame[] =>
  frames.map(({ data }, index) => ({
    event: (data as Loose).type,
    data: { ...(data as Loose), sequence_number: index },
  }));
const numbered =
  (change: Change): Change =>
  (frames, request) =>
    renumber(change(frames, request));

function turn({ model, tools, input }: Loose): LabFrame[] {
  const response = (status: string, output: Loose[]) => ({
    id: 'resp_5',
    object: 'response',
    created_at: 1760000002,
    status,
    model: `${model}-2024-08-06`,
    output,
    error: null,
    incomplete_details: null,
    usage: null,
  });
  const events: Loose[] = [
    { type: 'response.created', response: response('in_progress', []) },
    { type: 'response.in_progress', response: response('in_progress', []) },
  ];
  const output: Loose[] = [];
  const message = (index: number, texts: string[][]) => {
    const id = `msg_${index}`;
    events.push({
      type: 'response.output_item.added',
      output_index: index,
      item: { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] },
    });
    const content = texts.map((pieces, part) => {
      const at = { item_id: id, output_index: index, content_index: part };
      const text = pieces.join('');
      events.push({
        type: 'response.content_part.added',
        ...at,
        part: { type: 'output_text', text: '', annotations: [] },
      });
      for (const delta of pieces) events.push({ type: 'response.output_text.delta', ...at, delta, logprobs: [] });
      events.push({ type: 'response.output_text.done', ...at, text, logprobs: [] });
      events.push({ type: 'response.content_part.done', ...at, part: { type: 'output_text', text, annotations: [] } });
      return { type: 'output_text', text, annotations: [] };
    });
    const item = { id, type: 'message', status: 'completed', role: 'assistant', content };
    events.push({ type: 'response.output_item.done', output_index: index, item });
    output.push(item);
  };
  if (tools) {
    const rid = 'rs_1';
    const at = { item_id: rid, output_index: 0, summary_index: 0 };
    events.push({
      type: 'response.output_item.added',
      output_index: 0,
      item: { id: rid, type: 'reasoning', summary: [] },
    });
    events.push({ type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } });
    for (const delta of ['I look ', 'it up.'])
      events.push({ type: 'response.reasoning_summary_text.delta', ...at, delta });
    events.push({ type: 'response.reasoning_summary_text.done', ...at, text: 'I look it up.' });
    events.push({
      type: 'response.reasoning_summary_part.done',
      ...at,
      part: { type: 'summary_text', text: 'I look it up.' },
    });
    const reasoning = { id: rid, type: 'reasoning', summary: [{ type: 'summary_text', text: 'I look it up.' }] };
    events.push({ type: 'response.output_item.done', output_index: 0, item: reasoning });
    output.push(reasoning);
    const call = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'get_weather' };
    events.push({
      type: 'response.output_item.added',
      output_index: 1,
      item: { ...call, status: 'in_progress', arguments: '' },
    });
    for (const delta of ['{"city":', '"Paris"}'])
      events.push({ type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 1, delta });
    events.push({
      type: 'response.function_call_arguments.done',
      item_id: 'fc_1',
      output_index: 1,
      name: 'get_weather',
      arguments: '{"city":"Paris"}',
    });
    const item = { ...call, status: 'completed', arguments: '{"city":"Paris"}' };
    events.push({ type: 'response.output_item.done', output_index: 1, item });
    output.push(item);
  } else {
    message(0, [
      ['Hel', 'lo'],
      [String(input).slice(0, 3), ' again.'],
    ]);
    message(1, [['Bye.']]);
  }
  events.push({ type: 'response.completed', response: response('completed', structuredClone(output)) });
  return renumber(events.map((data) => ({ data })));
}

const fails = (status: string): Change =>
  numbered((frames) =>
    frames.map((frame) =>
      typeOf(frame) === 'response.completed'
        ? {
            data: {
              type: `response.${status}`,
              response: {
                ...(frame.data as Loose).response,
                status,
                ...(status === 'failed' ? { error: { code: 'server_error', message: 'x' } } : {}),
              },
            },
          }
        : frame,
    ),
  );
const editLast = (change: (data: Loose) => void) => editFirst('response.completed', change);
const swap = (type: string, by: number): Change =>
  numbered((frames) => {
    const at = first(frames, type);
    return at < 0 ? frames : frames.toSpliced(at, 1).toSpliced(at + by, 0, frames[at]!);
  });

export const openaiResponses: LabApi = {
  name: 'openai-responses',
  path: '/v1/responses',
  turn,
  plain: ({ model }) => ({
    id: 'resp_4',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model,
    output: [
      {
        id: 'msg_1',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'Hello!', annotations: [] }],
      },
    ],
  }),
  streams: ({ stream }) => stream === true,
  required: ['model', 'input'],
  error: (_, message) => ({ error: { message, type: 'invalid_request_error', param: null, code: null } }),
  authorized: (headers, token) => /^bearer (.*)$/i.exec(headers.get('authorization') ?? '')?.[1] === token,
  variations: {
    queued: numbered((frames) => [
      frames[0]!,
      {
        data: {
          type: 'response.queued',
          response: { ...(frames[0]!.data as Loose).response, status: 'queued' },
        },
      },
      ...frames.slice(1),
    ]),
    'a failure': fails('failed'),
    'an incomplete response': fails('incomplete'),
    'a failure in the middle': numbered((frames) => [
      ...frames.slice(0, 5),
      { data: { type: 'response.failed', response: { ...(frames[0]!.data as Loose).response, status: 'failed' } } },
    ]),
    'an error in the middle': numbered((frames) => [
      ...frames.slice(0, 5),
      { data: { type: 'error', code: 'server_error', message: 'Overloaded', param: null } },
    ]),
    'an annotation': numbered((frames) => {
      const at = first(frames, 'response.output_text.done');
      return at < 0
        ? frames
        : frames.toSpliced(at, 0, {
            data: {
              type: 'response.output_text.annotation.added',
              item_id: 'msg_0',
              output_index: 0,
              content_index: 0,
              annotation_index: 0,
              annotation: { type: 'url_citation' },
            },
          });
    }),
    'an unknown event': numbered((frames) => frames.toSpliced(2, 0, { data: { type: 'response.sparkle' } })),
    'items that interleave': numbered((frames) => {
      const at = frames.findLastIndex((frame) => typeOf(frame) === 'response.output_item.added');
      return (frames[at]!.data as Loose).item.type === 'message'
        ? frames.toSpliced(at, 1).toSpliced(4, 0, frames[at]!)
        : frames;
    }),
    'an empty text': numbered((frames) =>
      frames
        .filter((frame) => typeOf(frame) !== 'response.output_text.delta')
        .map(({ data }) => ({
          data: JSON.parse(JSON.stringify(data), (key, value) =>
            key === 'text' && !JSON.stringify(data).includes('summary') ? '' : value,
          ),
        })),
    ),
    'no null fields': (frames) =>
      frames.map(({ event, data }) => ({
        event: event!,
        data: JSON.parse(JSON.stringify(data, (_, value) => (value === null ? undefined : value))),
      })),
  },
  defects: {
    'no created': ['stream-start-first', numbered(drop('response.created'))],
    'created twice': ['stream-start-once', numbered(repeat('response.created'))],
    'no in_progress': ['stream-event-required', numbered(drop('response.in_progress'))],
    'in_progress twice': ['stream-event-once', numbered(repeat('response.in_progress'))],
    'in_progress late': ['stream-event-order', swap('response.in_progress', 2)],
    'no end': ['stream-end-present', numbered(drop('response.completed'))],
    'two ends': ['stream-end-once', numbered(repeat('response.completed'))],
    'an event after the end': ['stream-end-last', numbered((frames) => [...frames, frames[3]!])],
    'another event name': [
      'stream-event-name',
      (frames) => frames.map((frame, index) => (index === 3 ? { ...frame, event: 'message' } : frame)),
    ],
    'no event names': ['stream-event-name', (frames) => frames.map(({ data }) => ({ data }))],
    'data that is no JSON': ['stream-data-is-json', (frames) => frames.toSpliced(3, 0, { event: 'x', data: 'oops' })],
    'a counter from 1': [
      'stream-field-counter',
      edit(
        () => true,
        (data) => {
          data.sequence_number += 1;
        },
      ),
    ],
    'a counter that skips': [
      'stream-field-counter',
      edit(
        (frame) => (frame.data as Loose).sequence_number > 3,
        (data) => {
          data.sequence_number += 1;
        },
      ),
    ],
    'a counter that repeats': [
      'stream-field-counter',
      edit(
        (frame) => (frame.data as Loose).sequence_number === 4,
        (data) => {
          data.sequence_number = 2;
        },
      ),
    ],
    'a sentinel': ['stream-end-last', (frames) => [...frames, { data: '"[DONE]"' }]],
    'an item that is never done': ['stream-lifecycle-closed', numbered(drop('response.output_item.done'))],
    'an item that is never added': ['stream-lifecycle-opened', numbered(drop('response.output_item.added'))],
    'an item that is added twice': ['stream-lifecycle-unique', numbered(repeat('response.output_item.added'))],
    'an item that is done twice': ['stream-lifecycle-over', numbered(repeat('response.output_item.done'))],
    'a part that is never added': ['stream-lifecycle-opened', numbered(drop('response.content_part.added'))],
    'a part that is never done': ['stream-lifecycle-closed', numbered(drop('response.content_part.done'))],
    'a text that is never done': ['stream-lifecycle-closed', numbered(drop('response.output_text.done'))],
    'arguments that are never done': [
      'stream-lifecycle-closed',
      numbered(drop('response.function_call_arguments.done')),
    ],
    'a delta after done': ['stream-lifecycle-over', swap('response.output_text.delta', 2)],
    'a part outside its item': [
      'stream-lifecycle-nested',
      numbered((frames) =>
        frames.map(({ data }) => ({
          data: (data as Loose).type === 'response.content_part.added' ? { ...(data as Loose), output_index: 5 } : data,
        })),
      ),
    ],
    'a delta that is missing': ['stream-text-equal', numbered(drop('response.output_text.delta'))],
    'no deltas': ['stream-text-equal', numbered(drop('response.output_text.delta', true))],
    'another text at done': [
      'stream-text-equal',
      editFirst('response.output_text.done', (data) => {
        data.text = 'Other';
      }),
    ],
    'another text in the part': [
      'stream-text-equal',
      editFirst('response.content_part.done', (data) => {
        data.part.text = 'Other';
      }),
    ],
    'another text in the item': [
      'stream-text-equal',
      editFirst('response.output_item.done', (data) => {
        if (data.item.content) data.item.content[0].text = 'Other';
        else data.item.arguments = '{}';
      }),
    ],
    'another text in the output': [
      'stream-field-same',
      editLast((data) => {
        const [item] = data.response.output;
        if (item.content) item.content[0].text = 'Other';
        else item.summary = [];
      }),
    ],
    'arguments that differ': [
      'stream-text-equal',
      editFirst('response.function_call_arguments.done', (data) => {
        data.arguments = '{}';
      }),
    ],
    'arguments that differ in the item': [
      'stream-text-equal',
      edit(
        (frame) => (frame.data as Loose).item?.arguments === '{"city":"Paris"}',
        (data) => {
          data.item.arguments = '{}';
        },
      ),
    ],
    'a summary that differs': [
      'stream-text-equal',
      editFirst('response.reasoning_summary_text.done', (data) => {
        data.text = 'x';
      }),
    ],
    'an item id that changes': [
      'stream-field-same',
      editFirst('response.output_text.delta', (data) => {
        data.item_id = 'msg_x';
      }),
    ],
    'an item id of another item': [
      'stream-field-same',
      edit(
        (frame) => (frame.data as Loose).item?.id === 'msg_1',
        (data) => {
          data.item.id = 'msg_0';
        },
      ),
    ],
    'a response id that changes': [
      'stream-field-same',
      editLast((data) => {
        data.response.id = 'resp_other';
      }),
    ],
    'a call id that changes': [
      'stream-field-same',
      edit(
        (frame) => (frame.data as Loose).type === 'response.output_item.done' && (frame.data as Loose).item.call_id,
        (data) => {
          data.item.call_id = 'call_x';
        },
      ),
    ],
    'output that misses an item': [
      'stream-field-same',
      editLast((data) => {
        data.response.output.pop();
      }),
    ],
    'output in another order': [
      'stream-field-same',
      editLast((data) => {
        data.response.output.reverse();
      }),
    ],
    'another status at the end': [
      'stream-field-value',
      editLast((data) => {
        data.response.status = 'in_progress';
      }),
    ],
    'a delta without an index': [
      'stream-event-schema',
      editFirst('response.output_text.delta', (data) => {
        delete data.output_index;
      }),
    ],
    'a delta that is no text': [
      'stream-event-schema',
      editFirst('response.output_text.delta', (data) => {
        data.delta = 1;
      }),
    ],
  },
};
