import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../generated/types.ts';
import { createEventStreamDecoder } from '../sse/event-stream-decoder.ts';
import { AbortError, StreamEndedError } from './runtime/errors.ts';
import { emptyTurn, foldEvent, foldHistory, followTurn, type Turn } from './turn.ts';
import { createTurnStore } from './turn-store.ts';

const usage = { duration_ms: 1200, total_input_tokens: 10, total_output_tokens: 4, turns: 1 };
const stop: Event = { type: 'stop', error: null, is_error: false, usage };
const call: Event = { type: 'tool_call', call_id: 'c1', name: 'search', arguments: { query: 'revenue' } };
const image = { attachment_name: 'page.png', source_id: 'src_1' };
const result: Event = { type: 'tool_result', call_id: 'c1', name: 'search', result: ['12 %'], image_attachment: image };

const withDeltas: Event[] = [
  { type: 'user_input', content: 'Why?' },
  { type: 'thinking_delta', content: 'Let me ' },
  { type: 'thinking_delta', content: 'look.' },
  { type: 'thinking', content: 'Let me look.' },
  call,
  { type: 'text_delta', content: 'It gr' },
  result,
  { type: 'text_delta', content: 'ew.' },
  { type: 'text', content: 'It grew.' },
  { type: 'text_delta', content: 'Much.' },
  { type: 'text', content: 'Much.' },
  stop,
];
const isDelta = (event: Event) => event.type === 'thinking_delta' || event.type === 'text_delta';

function fold(events: Event[], turn = emptyTurn()): Turn {
  return events.reduce(foldEvent, turn);
}

async function* streamOf(events: Event[], error?: Error): AsyncGenerator<Event> {
  yield* events;
  if (error) throw error;
}

/** Turns of the mock. */
function recordedTurns(): { name: string; events: Event[] }[] {
  const folder = new URL('../../mock/fixtures/', import.meta.url);
  return readdirSync(folder).map((name) => {
    const events: Event[] = [];
    const decoder = createEventStreamDecoder({ onMessage: ({ data }) => events.push(JSON.parse(data)) });
    decoder.push(readFileSync(new URL(name, folder)));
    return { name, events };
  });
}

describe('a turn', () => {
  it('has the state of an interface', () => {
    expect(fold(withDeltas)).toEqual({
      status: 'done',
      prompt: 'Why?',
      parts: [
        { type: 'thinking', content: 'Let me look.', complete: true },
        {
          type: 'tool_call',
          callId: 'c1',
          name: 'search',
          arguments: { query: 'revenue' },
          answered: true,
          result: ['12 %'],
          image,
        },
        { type: 'text', content: 'It grew.', complete: true },
        { type: 'text', content: 'Much.', complete: true },
      ],
      thinking: 'Let me look.',
      text: 'It grew.\n\nMuch.',
      toolCalls: [expect.objectContaining({ callId: 'c1', answered: true })],
      usage,
      error: null,
    });
  });

  it('grows with each increment', () => {
    const texts = withDeltas.map((_, index) => fold(withDeltas.slice(0, index + 1)).text);
    expect(texts.slice(5)).toEqual([
      'It gr',
      'It gr',
      'It grew.',
      'It grew.',
      'It grew.\n\nMuch.',
      'It grew.\n\nMuch.',
      'It grew.\n\nMuch.',
    ]);
  });

  it('is the same with and without increments', () => {
    expect(fold(withDeltas.filter((event) => !isDelta(event)))).toEqual(fold(withDeltas));
  });

  it.each(recordedTurns().filter(({ events }) => events.some(isDelta)))(
    'is the same with and without increments in $name',
    ({ events }) => {
      const complete = fold(events.filter((event) => !isDelta(event)));
      const last = events.at(-1);
      if (last?.type === 'stop' && last.is_error)
        expect(fold(events)).toMatchObject({ status: 'failed', error: last.error });
      else expect(fold(events)).toEqual(complete);
    },
  );

  it('is a new immutable value for each event, and shares unchanged parts', () => {
    let turn = emptyTurn();
    const turns = [turn];
    const copies = [structuredClone(turn)];
    for (const event of withDeltas) {
      turn = foldEvent(turn, event);
      turns.push(turn);
      copies.push(structuredClone(turn));
    }
    expect(turns).toEqual(copies);
    expect(new Set(turns).size).toBe(withDeltas.length + 1);
    expect(turns.at(-2)?.parts[0]).toBe(turns[4]?.parts[0]);
  });

  it('adds a result to its call, once', () => {
    const other: Event = { ...call, call_id: 'c2' };
    const late: Event = { ...result, result: 'late' };
    const { toolCalls } = fold([call, other, { ...result, call_id: 'c2', image_attachment: null }, late, result]);
    expect(toolCalls).toMatchObject([
      { callId: 'c1', result: 'late', image },
      { callId: 'c2', result: ['12 %'], image: null },
    ]);
  });

  it('says why it failed, and keeps the parts that arrived', () => {
    const failed: Event = { type: 'stop', error: 'The model is overloaded.', is_error: true, usage: {} };
    expect(fold([{ type: 'text_delta', content: 'It gr' }, failed])).toMatchObject({
      status: 'failed',
      error: 'The model is overloaded.',
      parts: [{ type: 'text', content: 'It gr', complete: true }],
    });
    expect(fold([{ ...failed, error: null }])).toMatchObject({ error: 'The turn failed.' });
  });

  it('ignores events of unknown types', () => {
    const turn = fold([call]);
    expect(foldEvent(turn, { type: 'citation', content: 'x' } as unknown as Event)).toBe(turn);
  });

  it('is followed event by event', async () => {
    const texts: string[] = [];
    for await (const turn of followTurn(streamOf(withDeltas.slice(5, 8)), 'Why?'))
      texts.push(`${turn.prompt} ${turn.text}`);
    expect(texts).toEqual(['Why? It gr', 'Why? It gr', 'Why? It grew.']);
  });

  it('is read back from a history', () => {
    const again: Event[] = [
      { type: 'user_input', content: 'And now?' },
      { type: 'text', content: 'No.' },
    ];
    const turns = foldHistory([...withDeltas, ...again]);
    expect(turns).toMatchObject([
      { prompt: 'Why?', status: 'done', text: 'It grew.\n\nMuch.' },
      { prompt: 'And now?', status: 'streaming', text: 'No.' },
    ]);
    expect(foldHistory([])).toEqual([]);
  });
});

describe('a store of a turn', () => {
  it('notifies its listeners of each change until they unsubscribe', async () => {
    const store = createTurnStore(streamOf(withDeltas), 'Why?');
    const seen: Turn[] = [];
    let others = 0;
    const leave = store.subscribe(() => {
      others += 1;
      leave();
    });
    store.subscribe(() => seen.push(store.getSnapshot()));
    expect(store.getSnapshot()).toBe(store.getSnapshot());
    expect(store.getSnapshot()).toEqual(emptyTurn('Why?'));
    expect(await store.finished).toEqual(fold(withDeltas));
    expect(seen).toHaveLength(withDeltas.length);
    expect(others).toBe(1);
    expect(store.failure).toBeUndefined();
  });

  it('keeps the parts that arrived if the stream is cut', async () => {
    const error = new StreamEndedError('streamMessages', 'the stream was cut');
    const store = createTurnStore(streamOf([{ type: 'text_delta', content: 'It gr' }], error));
    expect(await store.finished).toMatchObject({
      status: 'failed',
      text: 'It gr',
      error: 'The connection was lost before the answer was complete.',
      failure: error,
    });
    expect(store.failure).toBe(error);
    expect(store.getServerSnapshot()).toEqual(emptyTurn());
  });

  it('is cancelled if the signal was aborted', async () => {
    const store = createTurnStore(streamOf([], new AbortError('streamMessages', 'aborted')));
    expect(await store.finished).toMatchObject({ status: 'cancelled', error: 'Cancelled.' });
  });

  it('shows people no message of the platform', async () => {
    const store = createTurnStore(streamOf([], new TypeError('fetch failed')));
    expect(await store.finished).toMatchObject({ status: 'failed', error: 'Something went wrong. Try again.' });
  });
});
