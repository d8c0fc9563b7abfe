import type { TimerClock } from '../../src/shared/clock.ts';
import { concatBytes } from '../../src/shared/encoding/bytes.ts';
import type { Playback, Sink } from '../http/exchange.ts';
import { encodeFrame, type Frame, type FrameList } from './frame.ts';
import type { Turn } from './turn.ts';

/** The parts and options of a playback. */
export interface PlayOptions {
  frames: FrameList;
  turn: Turn;
  clock: TimerClock;
  /** Playback speed multiplier; `Infinity` for no delays. */
  speed: number;
  audience?: Audience;
}

/** Observes the playback of a turn. */
export interface Audience {
  began(): void;
  /** A frame was sent. */
  sent(frame: Frame): void;
  /** Called once: the turn ended normally, the mock cut it, or the client disconnected. */
  ended(how: 'ended' | 'cut' | 'left'): void;
}

/** A playback that can be paused. Calls that do not apply in its state do nothing. */
export interface TurnPlayback extends Playback {
  pause(): void;
  /** Continues after a pause. The time already waited before the pause counts. */
  resume(): void;
  /** Sends the next event of a paused turn. */
  step(): void;
  /** Breaks the connection off. */
  cut(): void;
  /** Tells its audience nothing more. A live playback has none. */
  unwatch?(): void;
}

/** Maximum size of a combined chunk. */
const largestChunk = 16_384;

/**
 * Plays frames as bytes. Frames between two waits are sent as one chunk.
 *
 * Frames are generated only when the sink accepts them, so a client that never reads costs one chunk. Due times are
 * relative to the start, so that delays do not accumulate.
 */
export function play(options: PlayOptions): TurnPlayback {
  return new Player(options);
}

/** A class, because ten thousand streams can be open: with a closure for each method, a stream takes 1 kB more. */
class Player implements TurnPlayback {
  readonly #frames: FrameList;
  readonly #turn: Turn;
  readonly #clock: TimerClock;
  readonly #speed: number;
  #audience: Audience | undefined;
  #sink: Sink | undefined;
  /** Index of the next frame. */
  #next = 0;
  #due: number;
  #over = false;
  /** True while a timer or the store will call `proceed`. */
  #busy = false;
  #cancelWait: (() => void) | undefined;
  /** True while the sink is full. */
  #full = false;
  #concluding = false;
  #paused = false;
  /** Rest of the interrupted wait at a pause, in milliseconds. */
  #left = 0;
  #onEnd: (() => void) | undefined;

  constructor({ frames, turn, clock, speed, audience }: PlayOptions) {
    this.#frames = frames;
    this.#turn = turn;
    this.#clock = clock;
    this.#speed = speed;
    this.#audience = audience;
    this.#due = clock.now();
  }

  begin(sink: Sink): void {
    this.#sink = sink;
    this.#audience?.began();
    this.#proceed();
  }

  drain(): void {
    this.#full = false;
    this.#proceed();
  }

  leave(): void {
    if (this.#over) return;
    this.#finish('left');
    this.#turn.abandon('left').catch(() => {});
  }

  onEnd(listener: () => void): void {
    if (this.#over) {
      listener();
      return;
    }
    const earlier = this.#onEnd;
    this.#onEnd = earlier
      ? () => {
          earlier();
          listener();
        }
      : listener;
  }

  unwatch(): void {
    this.#audience = undefined;
  }

  pause(): void {
    this.#paused = true;
    this.#left = this.#cancelWait ? Math.max(0, this.#due - this.#clock.now()) : 0;
    if (this.#stopWaiting()) this.#busy = false;
  }

  resume(): void {
    this.#paused = false;
    this.#due = this.#clock.now() + this.#left;
    if (this.#left > 0) this.#wait();
    else this.#proceed();
    this.#left = 0;
  }

  step(): void {
    if (this.#over || this.#busy || !this.#paused) return;
    this.#left = 0;
    while (this.#frames.at(this.#next)?.kind === 'wait') this.#next++;
    const frame = this.#frames.at(this.#next);
    if (!frame) this.#close();
    else if (isSent(frame)) this.#sendChunk(1);
    else this.#perform(frame);
  }

  cut(): void {
    if (this.#over) return;
    this.#stopWaiting();
    this.#conclude(this.#turn.abandon('cut'), () => this.#sink?.fail(), 'cut');
  }

  #proceed(): void {
    while (!this.#over && !this.#busy && !this.#paused && !this.#full) {
      const frame = this.#frames.at(this.#next);
      if (!frame) this.#close();
      else if (!this.#perform(frame)) return;
    }
  }

  /** Performs a frame. Returns true if the next one can follow immediately. */
  #perform(frame: Frame): boolean {
    if (frame.kind === 'wait') return this.#passWait(frame);
    if (frame.kind === 'cut') {
      const end = frame.clean ? () => this.#sink?.end() : () => this.#sink?.fail();
      this.#conclude(this.#turn.abandon('cut'), end, frame.clean ? 'ended' : 'cut');
      return false;
    }
    if (frame.kind !== 'hang') return this.#sendChunk();
    this.#busy = true;
    this.#sink?.stall?.();
    if (!frame.unfinished) this.#turn.end().catch(() => this.#fail());
    return false;
  }

  /** Returns true if the next frame can follow immediately. */
  #passWait(frame: Frame & { kind: 'wait' }): boolean {
    this.#next++;
    this.#due += frame.exact ? frame.milliseconds : frame.milliseconds / this.#speed;
    if (this.#due <= this.#clock.now()) return true;
    this.#wait();
    return false;
  }

  #wait(): void {
    this.#busy = true;
    this.#cancelWait = this.#clock.at(this.#due, () => {
      this.#busy = false;
      this.#cancelWait = undefined;
      this.#proceed();
    });
  }

  /** Returns false if there was no wait. */
  #stopWaiting(): boolean {
    if (!this.#cancelWait) return false;
    this.#cancelWait();
    this.#cancelWait = undefined;
    return true;
  }

  /** Sends all frames up to the next wait. Returns false if the sink or the store is not ready. */
  #sendChunk(most = Number.POSITIVE_INFINITY): boolean {
    const chunk: Uint8Array[] = [];
    let length = 0;
    for (
      let frame = this.#frames.at(this.#next);
      frame && isSent(frame) && length < largestChunk && chunk.length < most;
      frame = this.#frames.at(++this.#next)
    ) {
      const bytes = encodeFrame(frame);
      chunk.push(bytes);
      length += bytes.byteLength;
      this.#audience?.sent(frame);
      const kept = this.#turn.take(frame);
      if (kept) {
        this.#next++;
        this.#sendWhenKept(kept, chunk, length);
        return false;
      }
    }
    return this.#write(chunk, length);
  }

  /** The last event completes the turn before the client can read it. */
  #sendWhenKept(kept: Promise<void>, chunk: Uint8Array[], length: number): void {
    this.#busy = true;
    kept.then(
      () => {
        if (this.#concluding) return;
        this.#busy = false;
        if (!this.#over && this.#write(chunk, length)) this.#proceed();
      },
      () => this.#fail(),
    );
  }

  #write(chunk: Uint8Array[], length: number): boolean {
    this.#full = this.#sink?.write(chunk.length === 1 ? chunk[0]! : concatBytes(chunk, length)) !== true;
    return !this.#full;
  }

  #close(): void {
    this.#conclude(this.#turn.end(), () => this.#sink?.end(), 'ended');
  }

  /** Completes the turn before the response, so that a client that sees the end finds the turn in the session. */
  #conclude(completed: Promise<void>, close: () => void, how: 'ended' | 'cut'): void {
    if (this.#concluding) return;
    this.#concluding = true;
    this.#busy = true;
    const end = () => {
      if (!this.#over) close();
      this.#finish(how);
    };
    completed.then(end, () => this.#fail());
  }

  #fail(): void {
    if (!this.#over) this.#sink?.fail();
    this.#finish('cut');
  }

  #finish(how: 'ended' | 'cut' | 'left'): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopWaiting();
    this.#audience?.ended(how);
    this.#onEnd?.();
  }
}

/** True for a frame that sends bytes and does not wait. */
function isSent(frame: Frame): boolean {
  return frame.kind === 'message' || frame.kind === 'comment' || frame.kind === 'bytes';
}
