import type { Clock } from '../shared/clock.ts';
import { tooLate, waitAtMost } from '../shared/wait-at-most.ts';

/** Bounds on reading a body. Times are in milliseconds. */
export interface PumpBounds {
  clock: Clock;
  /** Maximum silence of the server. */
  timeout: number;
  /** When reading stops, by the clock. */
  deadline: number;
  signal: AbortSignal;
  /** True if the received bytes show too little progress. */
  isStalled?(): boolean;
}

/** Maximum bytes of one body. */
const mostBytes = 32 * 1024 * 1024;

/** Calls back with each chunk of a body. @returns why the body is incomplete, if it is */
export async function pump(
  body: ReadableStream<Uint8Array>,
  push: (bytes: Uint8Array) => void,
  { clock, timeout, deadline, signal, isStalled }: PumpBounds,
): Promise<string | undefined> {
  const reader = body.getReader();
  const interrupted = new Promise<typeof stopped>((resolve) => {
    if (signal.aborted) resolve(stopped);
    signal.addEventListener('abort', () => resolve(stopped), { once: true });
  });
  const giveUp = (reason: string) => {
    reader.cancel().catch(() => {});
    return reason;
  };
  let bytes = 0;
  for (;;) {
    const left = deadline - clock.now();
    if (left <= 0) return giveUp('The response reached --request-timeout.');
    try {
      const piece = await waitAtMost(Promise.race([reader.read(), interrupted]), Math.min(timeout, left), clock);
      if (piece === stopped) return giveUp('The recording was interrupted.');
      if (piece === tooLate) {
        return giveUp(
          left < timeout ? 'The response reached --request-timeout.' : `The stream was silent for ${timeout} ms.`,
        );
      }
      if (piece.done) return undefined;
      bytes += piece.value.byteLength;
      if (bytes > mostBytes) return giveUp(`The response is longer than ${mostBytes} bytes.`);
      push(piece.value);
      if (isStalled?.()) return giveUp('The stream sent next to nothing for too long.');
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return `The stream was cut: ${cause instanceof Error ? cause.message : String(cause)}.`;
    }
  }
}

const stopped = Symbol('interrupted');
