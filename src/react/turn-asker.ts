import type { Event } from '../../generated/types.ts';
import type { Turn } from '../client/turn.ts';
import { createTurnStore, type TurnStore } from '../client/turn-store.ts';
import { waitAtMost } from '../shared/wait-at-most.ts';

/**
 * Sends a prompt and returns the events of its turn, such as `chat.streamMessages`. It is called once per turn;
 * `signal` is aborted when the turn is cancelled.
 */
export type SendPrompt = (prompt: string, options: { signal: AbortSignal }) => AsyncIterable<Event>;

/** Runs the turns of one component, one at a time. */
export interface TurnAsker {
  ask(prompt: string): Promise<Turn>;
  cancel(): void;
  /** Sets the function that sends later prompts. */
  use(send: SendPrompt): void;
  /** Attaches a component. Returns a function that detaches it, which cancels a turn that nobody shows. */
  attach(): () => void;
  subscribe(listener: () => void): () => void;
  getSnapshot(): Turn | null;
}

/** Maximum time that a response may take to end after its last event, in milliseconds. */
const longestEnd = 5000;

export function createTurnAsker(send: SendPrompt): TurnAsker {
  const listeners = new Set<() => void>();
  let sendPrompt = send;
  let attached = 0;
  /** True once the component is unmounted for good. */
  let isGone = false;
  let store: TurnStore | undefined;
  let leave: AbortController | undefined;
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  const cancel = () => leave?.abort();
  return {
    ask(prompt) {
      if (store && !leave?.signal.aborted && store.getSnapshot().status === 'streaming') return store.finished;
      const last = store?.finished;
      leave = new AbortController();
      if (isGone) leave.abort();
      const events = readUntilAborted((...args) => sendPrompt(...args), prompt, leave.signal, last);
      store = createTurnStore(events, prompt);
      store.subscribe(notify);
      notify();
      return store.finished;
    },
    cancel,
    use(next) {
      sendPrompt = next;
    },
    attach() {
      attached++;
      isGone = false;
      return () => {
        attached--;
        // StrictMode detaches a component and attaches it again immediately.
        queueMicrotask(() => {
          isGone = attached === 0;
          if (isGone) cancel();
        });
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => store?.getSnapshot() ?? null,
  };
}

/**
 * The events of a turn until `signal` is aborted, whether or not the stream listens to it.
 *
 * Nothing is sent before the next microtask: under StrictMode, an effect that asks runs, is cleaned up and runs again,
 * and the first prompt must not reach the server.
 */
async function* readUntilAborted(
  send: SendPrompt,
  prompt: string,
  signal: AbortSignal,
  last: Promise<unknown> | undefined,
): AsyncGenerator<Event, void, undefined> {
  // A session is busy until the response of its last turn has ended, shortly after its last event.
  await (last && waitAtMost(last, longestEnd));
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // The abort may come after the end, when nobody waits for the promise.
  aborted.catch(() => {});
  const events = send(prompt, { signal })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await Promise.race([events.next(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    events.return?.()?.catch(() => {});
  }
}
