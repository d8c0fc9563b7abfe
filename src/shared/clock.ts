/** Injected wherever time is needed, so that tests need no waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`, or as soon as `signal` is aborted; it never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A clock with timers. */
export interface TimerClock extends Clock {
  /** Calls `callback` once the clock shows `due`, never earlier. Returns a function that cancels the callback. */
  at(due: number, callback: () => void): () => void;
}

/** A longer delay would fire immediately (HTML standard, timer initialization steps). */
const longestDelay = 2 ** 31 - 1;

/**
 * The system clock.
 *
 * One timer per callback: a heap of callbacks under one timer took 5.8 µs of CPU for each event of 1,000 streams where
 * plain timers take 3.9 (at 10,000 streams 1.6 and 1.5), and `sleep` with its promise and signal takes 15.
 */
export const systemClock: TimerClock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal?.addEventListener('abort', done, { once: true });
    }),
  at(due, callback) {
    const wake = () => {
      const left = due - Date.now();
      if (left <= 0) return callback();
      timer = setTimeout(wake, Math.min(Math.ceil(left), longestDelay));
    };
    let timer = setTimeout(wake, Math.min(Math.max(0, Math.ceil(due - Date.now())), longestDelay));
    return () => clearTimeout(timer);
  },
};
