import type { TimerClock } from '../../src/shared/clock.ts';
import { concatBytes } from '../../src/shared/encoding/bytes.ts';
import type { Playback, Sink } from '../http/exchange.ts';
import { encodeFrame, type Frame, type FrameList } from './frame.ts';
import type { Turn } from './turn.ts';

/** What a turn is played with. */
export interface PlayOptions {
  frames: FrameList;
  turn: Turn;
  clock: TimerClock;
  /** How many times faster than written; `Infinity` for no waiting. */
  speed: number;
  audience?: Audience;
}

/** Who watches a turn being played. */
export interface Audience {
  began(): void;
  /** The frame is on its way. */
  sent(frame: Frame): void;
  /** Once: it ended by itself, the mock broke it off, or the client left. */
  ended(how: 'ended' | 'cut' | 'left'): void;
}

/** A turn that somebody may hold up. What has no sense does nothing. */
export interface TurnPlayback extends Playback {
  pause(): void;
  /** Goes on where it stood: what was waited for before the pause is not waited for again. */
  resume(): void;
  /** Sends the next event of a paused turn. */
  step(): void;
  /** Breaks the connection off. */
  cut(): void;
}

/** More than this is not put together before it is sent. */
const largestChunk = 16_384;

/**
 * Plays frames as bytes. What stands between two waits is sent together.
 *
 * Nothing is made ahead of what the sink takes, so a client that never reads costs one chunk. Each frame is due at a
 * time counted from the start: lateness of one does not add to the next.
 */
export function play({ frames, turn, clock, speed, audience }: PlayOptions): TurnPlayback {
  let sink: Sink | undefined;
  let next = 0;
  let due = clock.now();
  let over = false;
  /** True while something will call `proceed` by itself: a timer, or the store. */
  let busy = false;
  let cancelWait = () => {};
  let waiting = false;
  /** True while the sink takes no more. */
  let full = false;
  let concluding = false;
  let paused = false;
  /** Of the wait in which the turn was paused, in milliseconds. */
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
  /** The turn is told first, so that a client which sees the end finds it in the session. */
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
  /** True where the next frame may follow now. */
  const passWait = (frame: Frame & { kind: 'wait' }): boolean => {
    next++;
    due += frame.exact ? frame.milliseconds : frame.milliseconds / speed;
    if (due <= clock.now()) return true;
    waitUntil(due);
    return false;
  };
  /** Does what a frame asks. True where the next may follow now. */
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
  /** Sends everything up to the next frame that takes time. False where the sink, or the store, has to be waited for. */
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

/** True for a frame that is bytes on the wire and takes no time. */
function isSent(frame: Frame): boolean {
  return frame.kind === 'message' || frame.kind === 'comment' || frame.kind === 'bytes';
}
