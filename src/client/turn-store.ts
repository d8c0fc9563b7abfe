import type { Event } from '../../generated/types.ts';
import { emptyTurn, failTurn, foldEvent, type Turn } from './turn.ts';

/** A turn that can be watched: `useSyncExternalStore(store.subscribe, store.getSnapshot)` draws it in React. */
export interface TurnStore {
  /** Calls `listener` whenever the turn changed, until the function that it returns is called. */
  subscribe(listener: () => void): () => void;
  /** The turn so far; the same value until it changes. */
  getSnapshot(): Turn;
  /** Fulfilled with the last turn, also where the stream broke off. */
  readonly finished: Promise<Turn>;
  /** What the stream threw, such as an AbortError; undefined where it went well. */
  readonly failure: unknown;
}

/**
 * Reads a stream and keeps its turn. Reading begins at once; to stop it, abort the signal that the stream was asked for
 * with. Whatever the stream throws makes the turn `failed`, and what came before stays.
 */
export function createTurnStore(stream: AsyncIterable<Event>, prompt?: string): TurnStore {
  const listeners = new Set<() => void>();
  let turn = emptyTurn(prompt);
  let failure: unknown;
  const set = (next: Turn) => {
    if (next === turn) return;
    turn = next;
    for (const listener of [...listeners]) listener();
  };
  const read = async () => {
    try {
      for await (const event of stream) set(foldEvent(turn, event));
    } catch (error) {
      failure = error;
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
    finished: read(),
    get failure() {
      return failure;
    },
  };
}
