import { deltasOf, endTypeOf, isDelta, isEnd, isFailure, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import type { SessionEvent } from '../sessions/session.ts';
import type { Frame } from './frame.ts';

/** Collects the events of a turn during playback. */
export interface Turn {
  /**
   * Called before a frame is sent. The last event completes the turn before the client can read it; the returned
   * promise must be awaited.
   */
  take(frame: Frame): Promise<void> | undefined;
  /** The playback is complete. */
  end(): Promise<void>;
  /** The client disconnected (`left`), or the mock cut the connection. */
  abandon(how: 'left' | 'cut'): Promise<void>;
}

/** How a turn ended. */
export interface TurnResult {
  /** The history without the prompt. */
  events: SessionEvent[];
  abandoned: boolean;
}

/**
 * Starts a turn.
 *
 * A failed turn stores deltas that no complete event replaced, so that the text the user saw is not lost. An abandoned
 * turn ends with a `stop` that says so.
 *
 * @param finish called once; later frames are not stored
 * @param elapsed milliseconds since the turn began
 */
export function createTurn(
  protocol: StreamProtocol,
  finish: (result: TurnResult) => Promise<void>,
  elapsed: () => number,
): Turn {
  const events: SessionEvent[] = [];
  let open: SessionEvent[] = [];
  let over = false;
  const complete = async (result: TurnResult) => {
    if (over) return;
    over = true;
    await finish(result);
  };
  return {
    take(frame) {
      if (over || (frame.kind !== 'message' && frame.kind !== 'bytes')) return undefined;
      if (frame.kind === 'message' && isDelta(protocol, String(frame.data.type))) open.push(frame.data);
      if (!frame.history) return undefined;
      const { type } = frame.history;
      const replaced = deltasOf(protocol, String(type));
      if (replaced.length > 0) open = open.filter((delta) => !replaced.includes(String(delta.type)));
      const ends = isEnd(protocol, String(type));
      if (ends && isFailure(protocol, String(type), frame.history)) events.push(...open);
      events.push(frame.history);
      return ends ? complete({ events, abandoned: false }) : undefined;
    },
    end: () => complete({ events, abandoned: false }),
    abandon: (how) =>
      complete({ events: [...events, ...open, abandonedStop(protocol, how, Math.round(elapsed()))], abandoned: true }),
  };
}

function abandonedStop(protocol: StreamProtocol, how: 'left' | 'cut', duration: number): SessionEvent {
  return {
    type: endTypeOf(protocol),
    error:
      how === 'left'
        ? 'The client disconnected before the turn ended.'
        : 'The connection was cut before the turn ended.',
    is_error: true,
    usage: { duration_ms: duration, total_input_tokens: null, total_output_tokens: null, turns: 1 },
  };
}
