/** Average bytes of events per second that a stream must send; comments do not count. */
const bytesPerSecond = 32;

/** Whether a stream makes progress. Comments keep a connection alive, but are not progress. */
export interface StreamPace {
  /** Bytes of events arrived. */
  add(bytes: number, elapsed: number): void;
  /** True if too few bytes of events arrived for too long. */
  isStalled(elapsed: number): boolean;
}

/**
 * A stream must send `bytesPerSecond` of events on average. What it sends ahead counts for at most
 * `patience`, so that a long beginning does not pay for minutes of keep-alive comments.
 *
 * @param patience milliseconds that a stream may be stalled
 */
export function createStreamPace(patience: number): StreamPace {
  const due = (milliseconds: number) => (milliseconds / 1000) * bytesPerSecond;
  let sent = 0;
  return {
    add(bytes, elapsed) {
      sent = Math.min(sent + bytes, due(elapsed) + due(patience));
    },
    isStalled: (elapsed) => elapsed > patience && sent < due(elapsed),
  };
}
