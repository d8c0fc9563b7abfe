import type { Event, Step, Turn } from './model.ts';

const thoughts = ['The question ', 'asks about ', 'the indexes; ', 'I look it up ', 'in both ', 'of them.'];
const words = [
  'The ',
  'warranty ',
  'lasts ',
  '24 months, ',
  'as page 3 ',
  'says;\n\n',
  'a repair ',
  'extends ',
  'it 👍 ',
  'by ',
  'three ',
  'more.',
];

/** The content of one turn, spread over about `duration` milliseconds. */
export function composeTurn(turn: Turn, duration: number): Step[] {
  const { calls } = turn.call.state;
  turn.call.state.calls += 2;
  const first = `call_${calls + 1}`;
  const second = `call_${calls + 2}`;
  const events: Event[] = [
    { type: 'user_input', content: turn.prompt },
    ...thoughts.map((content) => ({ type: 'thinking_delta', content })),
    { type: 'thinking', content: thoughts.join('') },
    { type: 'tool_call', call_id: first, name: 'retrieve', arguments: { query: 'warranty', limit: 5 } },
    { type: 'tool_call', call_id: second, name: 'read_page', arguments: { page: 3 } },
    { type: 'tool_result', call_id: first, name: 'retrieve', result: [{ text: 'Warranty: 24 months', score: 0.83 }] },
    {
      type: 'tool_result',
      call_id: second,
      name: 'read_page',
      result: { page: 3 },
      image_attachment: { attachment_name: 'page_3.jpg', source_id: 'file_7' },
    },
    ...words.map((content) => ({ type: 'text_delta', content })),
    { type: 'text', content: words.join('') },
    { type: 'stop', error: null, is_error: false, usage: usageOf(turn) },
  ];
  return events.map((event, place) => ({ wait: place === 0 ? 0 : duration / (events.length - 1), event }));
}

/** Numbers that differ between turns, so that stale ones are visible. */
export function usageOf({ number }: Turn): Record<string, number> {
  return {
    duration_ms: 400 + number * 11.5,
    total_input_tokens: 100 + number * 7,
    total_output_tokens: 40 + number * 3,
    turns: 1 + number,
  };
}
