import { limits } from './run-options.ts';

/** Whether a stream makes progress. Comments keep a connection alive, but are no progress. */
export interface StreamPace {
  /** Bytes of events arrived. */
  add(bytes: number, elapsed: number): void;
  /** True if too few bytes of events arrived for too long. */
  isStalled(elapsed: number): boolean;
}

/**
 * A stream must send `limits.streamBytesPerSecond` of events on average. What it sends ahead counts for at most
 * `patience`, so that a long beginning does not pay for minutes of keep-alive comments.
 *
 * @param patience milliseconds that a stream may be stalled
 */
export function createStreamPace(patience: number): StreamPace {
  const due = (milliseconds: number) => (milliseconds / 1000) * limits.streamBytesPerSecond;
  let sent = 0;
  return {
    add(bytes, elapsed) {
      sent = Math.min(sent + bytes, due(elapsed) + due(patience));
    },
    isStalled: (elapsed) => elapsed > patience && sent < due(elapsed),
  };
}
