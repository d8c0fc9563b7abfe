import type { Event } from '../../generated/types.ts';
import { StreamEndedError } from './runtime/errors.ts';
import { emptyTurn, failTurn, foldEvent, type Turn } from './turn.ts';

/** An observable turn, for example for React's `useSyncExternalStore`. */
export interface TurnStore {
  /** Calls `listener` on each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** The current turn; the same object until it changes. */
  getSnapshot(): Turn;
  /** The turn before its first event, for rendering on a server. */
  getServerSnapshot(): Turn;
  /** Resolves to the last turn, also if the stream broke off. */
  readonly finished: Promise<Turn>;
  /** The error that the stream threw, such as an AbortError, if any. */
  readonly failure: unknown;
}

/**
 * Reads a stream at once and stores its turn. To stop, abort the signal that the stream was requested with: the turn is
 * then `cancelled`. Any other error makes it `failed`. Either way it keeps its parts.
 *
 * @example
 * import { createChatClient, createTurnStore } from 'chat-contract/client';
 *
 * const chat = createChatClient({ baseUrl: 'http://127.0.0.1:4010', token: 'any-token' });
 * const question = { index_ids: ['idx_1'], prompt: 'Why?' };
 * const turn = createTurnStore(chat.streamMessages('ses_demo_welcome', question), question.prompt);
 * turn.subscribe(() => console.log(turn.getSnapshot().text));
 * await turn.finished;
 */
export function createTurnStore(stream: AsyncIterable<Event>, prompt?: string): TurnStore {
  const listeners = new Set<() => void>();
  const first = emptyTurn(prompt);
  let turn = first;
  const set = (next: Turn) => {
    if (next === turn) return;
    turn = next;
    for (const listener of [...listeners]) listener();
  };
  const read = async () => {
    try {
      for await (const event of stream) set(foldEvent(turn, event));
      if (turn.status === 'streaming') throw new StreamEndedError('turn', 'the stream ended without its last event');
    } catch (error) {
      set(failTurn(turn, error));
    }
    return turn;
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => turn,
    getServerSnapshot: () => first,
    finished: read(),
    get failure() {
      return turn.failure;
    },
  };
}
