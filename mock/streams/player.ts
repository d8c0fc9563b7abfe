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
}

/** Maximum size of a combined chunk. */
const largestChunk = 16_384;

/**
 * Plays frames as bytes. Frames between two waits are sent as one chunk.
 *
 * Frames are generated only when the sink accepts them, so a client that never reads costs one chunk. Due times are
 * relative to the start, so that delays do not accumulate.
 */
export function play({ frames, turn, clock, speed, audience }: PlayOptions): TurnPlayback {
  let sink: Sink | undefined;
  let next = 0;
  let due = clock.now();
  let over = false;
  /** True while a timer or the store will call `proceed`. */
  let busy = false;
  let cancelWait = () => {};
  let waiting = false;
  /** True while the sink is full. */
  let full = false;
  let concluding = false;
  let paused = false;
  /** Rest of the interrupted wait at a pause, in milliseconds. */
  let left = 0;
  const listeners: (() => void)[] = [];

  const finish = (how: 'ended' | 'cut' | 'left') => {
    if (over) return;
    over = true;
    cancelWait();
    audience?.ended(how);
    for (const listener of listeners) listener();
  };
  const fail = () => {
    if (!over) sink?.fail();
    finish('cut');
  };
  /** Completes the turn before the response, so that a client that sees the end finds the turn in the session. */
  const conclude = (tell: () => Promise<void>, close: () => void, how: 'ended' | 'cut') => {
    if (concluding) return;
    concluding = true;
    busy = true;
    const end = () => {
      if (!over) close();
      finish(how);
    };
    tell().then(end, fail);
  };
  const waitUntil = (time: number) => {
    busy = true;
    waiting = true;
    cancelWait = clock.at(time, () => {
      busy = false;
      waiting = false;
      proceed();
    });
  };
  /** Returns true if the next frame can follow immediately. */
  const passWait = (frame: Frame & { kind: 'wait' }): boolean => {
    next++;
    due += frame.exact ? frame.milliseconds : frame.milliseconds / speed;
    if (due <= clock.now()) return true;
    waitUntil(due);
    return false;
  };
  /** Performs a frame. Returns true if the next one can follow immediately. */
  const perform = (frame: Frame): boolean => {
    if (frame.kind === 'wait') return passWait(frame);
    if (frame.kind === 'cut') {
      conclude(
        () => turn.abandon('cut'),
        () => (frame.clean ? sink?.end() : sink?.fail()),
        frame.clean ? 'ended' : 'cut',
      );
      return false;
    }
    if (frame.kind !== 'hang') return sendChunk();
    busy = true;
    sink?.stall?.();
    if (!frame.unfinished) turn.end().catch(fail);
    return false;
  };
  const closeProperly = () => conclude(turn.end, () => sink?.end(), 'ended');
  const proceed = (): void => {
    while (!over && !busy && !paused && !full) {
      const frame = frames.at(next);
      if (!frame) closeProperly();
      else if (!perform(frame)) return;
    }
  };
  /** Sends all frames up to the next wait. Returns false if the sink or the store is not ready. */
  const sendChunk = (most = Number.POSITIVE_INFINITY): boolean => {
    const chunk: Uint8Array[] = [];
    let length = 0;
    for (
      let frame = frames.at(next);
      frame && isSent(frame) && length < largestChunk && chunk.length < most;
      frame = frames.at(++next)
    ) {
      const bytes = encodeFrame(frame);
      chunk.push(bytes);
      length += bytes.byteLength;
      audience?.sent(frame);
      const kept = turn.take(frame);
      if (kept) {
        next++;
        busy = true;
        kept.then(() => {
          if (concluding) return;
          busy = false;
          if (!over && write(chunk, length)) proceed();
        }, fail);
        return false;
      }
    }
    return write(chunk, length);
  };
  const write = (chunk: Uint8Array[], length: number): boolean => {
    full = sink?.write(chunk.length === 1 ? chunk[0]! : concatBytes(chunk, length)) !== true;
    return !full;
  };

  return {
    begin(target) {
      sink = target;
      audience?.began();
      proceed();
    },
    drain() {
      full = false;
      proceed();
    },
    leave() {
      if (over) return;
      finish('left');
      turn.abandon('left').catch(() => {});
    },
    onEnd: (listener) => void (over ? listener() : listeners.push(listener)),
    pause() {
      paused = true;
      left = waiting ? Math.max(0, due - clock.now()) : 0;
      if (!waiting) return;
      cancelWait();
      waiting = false;
      busy = false;
    },
    resume() {
      paused = false;
      due = clock.now() + left;
      if (left > 0) waitUntil(due);
      else proceed();
      left = 0;
    },
    step() {
      if (over || busy || !paused) return;
      left = 0;
      while (frames.at(next)?.kind === 'wait') next++;
      const frame = frames.at(next);
      if (!frame) closeProperly();
      else if (isSent(frame)) sendChunk(1);
      else perform(frame);
    },
    cut() {
      if (over) return;
      cancelWait();
      conclude(
        () => turn.abandon('cut'),
        () => sink?.fail(),
        'cut',
      );
    },
  };
}

/** True for a frame that sends bytes and does not wait. */
function isSent(frame: Frame): boolean {
  return frame.kind === 'message' || frame.kind === 'comment' || frame.kind === 'bytes';
}
