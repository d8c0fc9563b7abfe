import type { Clock } from '../../src/shared/clock.ts';
import { deltasOf, endTypeOf, isDelta, isEnd, isFailure, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import type { SessionEvent } from '../sessions/session.ts';
import type { Frame } from './frame.ts';

/** Collects the events of a turn during playback. */
export interface Turn {
  /**
   * Called before a frame is sent. The last event completes the turn before the client can read it: await the promise.
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
 */
export function createTurn(
  protocol: StreamProtocol,
  finish: (result: TurnResult) => Promise<void>,
  clock: Clock,
): Turn {
  return new StoredTurn(protocol, finish, clock);
}

class StoredTurn implements Turn {
  readonly #protocol: StreamProtocol;
  readonly #finish: (result: TurnResult) => Promise<void>;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #events: SessionEvent[] = [];
  #open: SessionEvent[] = [];
  #over = false;

  constructor(protocol: StreamProtocol, finish: (result: TurnResult) => Promise<void>, clock: Clock) {
    this.#protocol = protocol;
    this.#finish = finish;
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  take(frame: Frame): Promise<void> | undefined {
    if (this.#over || (frame.kind !== 'message' && frame.kind !== 'bytes')) return undefined;
    if (frame.kind === 'message' && isDelta(this.#protocol, String(frame.data.type))) this.#open.push(frame.data);
    if (!frame.history) return undefined;
    const type = String(frame.history.type);
    const replaced = deltasOf(this.#protocol, type);
    if (replaced.length > 0) this.#open = this.#open.filter((delta) => !replaced.includes(String(delta.type)));
    const ends = isEnd(this.#protocol, type);
    if (ends && isFailure(this.#protocol, type, frame.history)) this.#events.push(...this.#open);
    this.#events.push(frame.history);
    return ends ? this.end() : undefined;
  }

  end(): Promise<void> {
    return this.#complete({ events: this.#events, abandoned: false });
  }

  abandon(how: 'left' | 'cut'): Promise<void> {
    const stop = abandonedStop(this.#protocol, how, Math.round(this.#clock.now() - this.#startedAt));
    return this.#complete({ events: [...this.#events, ...this.#open, stop], abandoned: true });
  }

  async #complete(result: TurnResult): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    await this.#finish(result);
  }
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
