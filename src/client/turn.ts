import type { Event, ImageAttachment, Usage } from '../../generated/types.ts';
import { explainError } from './explain-error.ts';

/** A tool call, with its result once received. */
export interface TurnToolCall {
  readonly type: 'tool_call';
  readonly callId: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly answered: boolean;
  readonly result: unknown;
  /** A page that the result refers to. */
  readonly image: ImageAttachment | null;
}

/** The parts of a turn, in order. `complete` is false while more increments of a text may follow. */
export type TurnPart =
  | { readonly type: 'thinking' | 'text'; readonly content: string; readonly complete: boolean }
  | TurnToolCall;

/** The state of a turn. It is immutable: each event creates a new one, which shares the unchanged parts. */
export interface Turn {
  /** `streaming` until its last event; then `failed` if that event or the stream reports an error. */
  readonly status: 'streaming' | 'done' | 'failed' | 'cancelled';
  /** The user's question, if known. */
  readonly prompt: string | null;
  readonly parts: readonly TurnPart[];
  /** The agent's thinking and its answer: the parts of each kind, joined by blank lines. */
  readonly thinking: string;
  readonly text: string;
  readonly toolCalls: readonly TurnToolCall[];
  /** The tokens used; null until the last event. */
  readonly usage: Usage | null;
  /** Why the turn failed or was cancelled, for people to read; otherwise null. */
  readonly error: string | null;
  /** The error that the stream threw, if any. */
  readonly failure?: unknown;
}

/**
 * Returns the turn before its first event.
 *
 * @param prompt the user's question, if known
 *
 * @example
 * import { emptyTurn } from 'chat-contract/client';
 *
 * console.log(emptyTurn('How much did revenue grow?').status); // streaming
 */
export function emptyTurn(prompt: string | null = null): Turn {
  return {
    status: 'streaming',
    prompt,
    parts: [],
    thinking: '',
    text: '',
    toolCalls: [],
    usage: null,
    error: null,
  };
}

/**
 * Returns the turn after one more event; the given turn does not change. A complete `text` or `thinking` event replaces
 * the increments before it, so streams with and without increments result in the same turn. Events of unknown types are
 * ignored.
 *
 * @example
 * import { emptyTurn, foldEvent } from 'chat-contract/client';
 *
 * const turn = foldEvent(emptyTurn(), { type: 'text_delta', content: 'Revenue grew ' });
 * console.log(turn.text); // Revenue grew
 */
export function foldEvent(turn: Turn, event: Event): Turn {
  switch (event.type) {
    case 'user_input':
      return { ...turn, prompt: event.content };
    case 'thinking_delta':
      return withParts(turn, append(turn.parts, 'thinking', event.content));
    case 'text_delta':
      return withParts(turn, append(turn.parts, 'text', event.content));
    case 'thinking':
    case 'text': {
      const others = turn.parts.filter((part) => part.type !== event.type || part.complete);
      return withParts(turn, [...others, { type: event.type, content: event.content, complete: true }]);
    }
    case 'tool_call': {
      const { call_id: callId, name, arguments: given } = event;
      const open = {
        type: 'tool_call',
        callId,
        name,
        arguments: given,
        answered: false,
        result: null,
        image: null,
      } as const;
      return withParts(turn, [...turn.parts, open]);
    }
    case 'tool_result':
      return withParts(
        turn,
        turn.parts.map((part) =>
          part.type === 'tool_call' && part.callId === event.call_id && !part.answered
            ? { ...part, answered: true, result: event.result, image: event.image_attachment ?? null }
            : part,
        ),
      );
    case 'stop':
      return {
        ...endParts(turn),
        status: event.is_error ? 'failed' : 'done',
        usage: event.usage,
        error: event.error ?? (event.is_error ? 'The turn failed.' : null),
      };
    default:
      return turn;
  }
}

/** The turn after its stream threw an error. It keeps its parts. */
export function failTurn(turn: Turn, error: unknown): Turn {
  return {
    ...endParts(turn),
    status: Object(error).name === 'AbortError' ? 'cancelled' : 'failed',
    error: explainError(error),
    failure: error,
  };
}

/**
 * Yields the turn after each event of a stream. It throws what the stream throws.
 *
 * @param prompt the user's question; the stream need not repeat it
 *
 * @example
 * import { createChatClient, followTurn } from 'chat-contract/client';
 *
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
 * const stream = chat.streamMessages('ses_demo_welcome', { index_ids: ['idx_1'], prompt: 'Why?' });
 * for await (const turn of followTurn(stream, 'Why?')) console.log(turn.status, turn.text);
 */
export async function* followTurn(
  stream: AsyncIterable<Event>,
  prompt?: string,
): AsyncGenerator<Turn, void, undefined> {
  let turn = emptyTurn(prompt);
  for await (const event of stream) {
    turn = foldEvent(turn, event);
    yield turn;
  }
}

/**
 * Returns the turns of a session.
 *
 * @param events the `events` of `getSession`
 *
 * @example
 * import { createChatClient, foldHistory } from 'chat-contract/client';
 *
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
 * const { events } = await chat.getSession('ses_demo_welcome');
 * for (const { prompt, text } of foldHistory(events)) console.log(prompt, text);
 */
export function foldHistory(events: readonly Event[]): Turn[] {
  const turns: Turn[] = [];
  for (const event of events) {
    const last = turns.at(-1);
    if (last?.status === 'streaming' && event.type !== 'user_input') turns[turns.length - 1] = foldEvent(last, event);
    else turns.push(foldEvent(emptyTurn(), event));
  }
  return turns;
}

function append(parts: readonly TurnPart[], type: 'thinking' | 'text', piece: string): TurnPart[] {
  const at = parts.findIndex((part) => part.type === type && !part.complete);
  const open = parts[at];
  if (open?.type !== type) return [...parts, { type, content: piece, complete: false }];
  return parts.map((part, index) => (index === at ? { ...open, content: open.content + piece } : part));
}

function endParts(turn: Turn): Turn {
  if (turn.parts.every((part) => part.type === 'tool_call' || part.complete)) return turn;
  return withParts(
    turn,
    turn.parts.map((part) => (part.type === 'tool_call' ? part : { ...part, complete: true })),
  );
}

function withParts(turn: Turn, parts: readonly TurnPart[]): Turn {
  const join = (type: TurnPart['type']) =>
    parts.flatMap((part) => (part.type === type && part.type !== 'tool_call' ? [part.content] : [])).join('\n\n');
  const toolCalls = parts.filter((part) => part.type === 'tool_call');
  return { ...turn, parts, thinking: join('thinking'), text: join('text'), toolCalls };
}
