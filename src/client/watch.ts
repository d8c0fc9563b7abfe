import { AbortError, type ChatError, TimeoutError } from './errors.ts';

/** Watches over one call: ends it when its user does, or when the server is silent too long. */
export interface Watch {
  /** For `fetch`: aborted as soon as the call is over, for whatever reason. */
  signal: AbortSignal;
  /**
   * What `pending` brings, if that comes within `milliseconds`; left out or `Infinity`, it waits for ever.
   *
   * It rejects with an AbortError where the user's signal is aborted, with a TimeoutError where it takes too long, and
   * else with what `explain` makes of the reason. It does so at once, whether `pending` listens to a signal or not.
   */
  within<T>(pending: Promise<T>, milliseconds?: number, explain?: (cause: unknown) => unknown): Promise<T>;
  /** Ends the call, wherever it is. */
  end(): void;
}

/** @param user the signal that the method was called with */
export function createWatch(operation: string, user: AbortSignal | undefined): Watch {
  const call = new AbortController();
  const { signal } = call;
  let interrupt: (error: ChatError) => void = () => {};
  const stop = (error: ChatError) => {
    call.abort(error);
    interrupt(error);
  };
  const leave = () => stop(new AbortError(operation, `aborted (${reasonOf(user?.reason)})`, { cause: user?.reason }));
  if (user?.aborted) leave();
  user?.addEventListener('abort', leave, { signal });
  return {
    signal,
    async within(pending, milliseconds = Infinity, explain = (cause) => cause) {
      // A timer takes 32 bits; a longer time would be none at all.
      const timer =
        milliseconds < 2 ** 31 &&
        setTimeout(() => stop(new TimeoutError(operation, `nothing came for ${milliseconds} ms`)), milliseconds);
      try {
        return await new Promise((resolve, reject) => {
          interrupt = reject;
          if (signal.aborted) reject(signal.reason);
          pending.then(resolve, (cause) => reject(explain(cause)));
        });
      } finally {
        if (timer) clearTimeout(timer);
        signal.throwIfAborted();
      }
    },
    end: () => call.abort(),
  };
}

/** Resolves after `milliseconds`; it rejects with an AbortError as soon as the user's signal is aborted. */
export async function pause(operation: string, milliseconds: number, user: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = createWatch(operation, user);
  try {
    await watch.within(
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds);
      }),
    );
  } finally {
    clearTimeout(timer);
    watch.end();
  }
}

/** Node hides what happened behind a `cause`: `fetch failed` is all that the error itself says. */
export function reasonOf(error: unknown): string {
  const { message, cause } = (error ?? {}) as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code || cause?.message || message || String(error);
}
