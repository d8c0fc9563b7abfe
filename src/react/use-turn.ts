import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import type { Turn } from '../client/turn.ts';
import { createTurnAsker, type SendPrompt } from './turn-asker.ts';

export type { SendPrompt } from './turn-asker.ts';

/** What `useTurn` returns. `ask` and `cancel` are the same functions in every render. */
export interface TurnControls {
  /** The current or last turn; null before the first prompt, and on a server. */
  readonly turn: Turn | null;
  /**
   * Sends a prompt. Resolves to the last state of its turn, also if it fails; it never rejects. While a turn is
   * streaming, it sends nothing and returns that turn: a session has one turn at a time.
   */
  ask(prompt: string): Promise<Turn>;
  /** Aborts the request. The turn is then `cancelled` and keeps its parts. */
  cancel(): void;
}

/**
 * A turn as React state. Each prompt is sent once, under StrictMode too; unmounting the component aborts the request.
 *
 * @param send sends a prompt; the latest function is used, so it need not be memoized
 *
 * @example
 * import type { ChatClient } from 'chat-contract/client';
 * import { useTurn } from 'chat-contract/react';
 * function useAnswer(chat: ChatClient, session: string): string | undefined {
 *   const { turn } = useTurn((prompt, { signal }) =>
 *     chat.streamMessages(session, { index_ids: ['idx_1'], prompt }, { signal }),
 *   );
 *   return turn?.text;
 * }
 */
export function useTurn(send: SendPrompt): TurnControls {
  const [asker] = useState(() => createTurnAsker(send));
  // Before all other effects, which may ask.
  useInsertionEffect(() => asker.use(send));
  useEffect(() => asker.attach(), [asker]);
  const turn = useSyncExternalStore(asker.subscribe, asker.getSnapshot, getServerSnapshot);
  return { turn, ask: asker.ask, cancel: asker.cancel };
}

function getServerSnapshot(): null {
  return null;
}
