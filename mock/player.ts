import type { Clock } from '../lib/clock.ts';
import type { Playback, Sink } from './exchange.ts';
import { encodeFrame, type Frame, type FrameList } from './frame.ts';
import type { Scheduler } from './scheduler.ts';
import type { Turn } from './turn.ts';

/** What a turn is played with. */
export interface Performance {
  frames: FrameList;
  turn: Turn;
  clock: Clock;
  scheduler: Scheduler;
  /** How many times faster than written; `Infinity` for no waiting. */
  speed: number;
}

/** More than this is not put together before it is sent. */
const largestChunk = 16_384;

/**
 * Plays frames as bytes. What stands between two waits is sent together.
 *
 * Nothing is made ahead of what the sink takes, so a client that never reads costs one chunk. Each frame is due at a
 * time counted from the start: lateness of one does not add to the next.
 */
export function play({ frames, turn, clock, scheduler, speed }: Performance): Playback {
  let sink: Sink | undefined;
  let next = 0;
  let due = clock.now();
  let over = false;
  /** True while something will call `proceed` by itself: a timer, or the store. */
  let busy = false;
  let cancelWait = () => {};
  const listeners: (() => void)[] = [];

  const finish = () => {
    if (over) return;
    over = true;
    cancelWait();
    for (const listener of listeners) listener();
  };
  /** The turn is told first, so that a client which sees the end finds it in the session. */
  const conclude = (tell: () => Promise<void>, close: () => void) => {
    busy = true;
    const end = () => {
      if (!over) close();
      finish();
    };
    tell().then(end, () => {
      if (!over) sink?.fail();
      finish();
    });
  };
  const waitUntil = (time: number) => {
    busy = true;
    cancelWait = scheduler.at(time, () => {
      busy = false;
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
  const fail = () => {
    if (!over) sink?.fail();
    finish();
  };

  /** Does what a frame asks. True where the next may follow now. */
  const perform = (frame: Frame): boolean => {
    if (frame.kind === 'wait') return passWait(frame);
    if (frame.kind === 'cut') {
      conclude(turn.abandon, () => (frame.clean ? sink?.end() : sink?.fail()));
      return false;
    }
    if (frame.kind !== 'hang') return sendChunk();
    busy = true;
    sink?.stall?.();
    if (!frame.unfinished) turn.end().catch(fail);
    return false;
  };
  const proceed = (): void => {
    while (!over && !busy) {
      const frame = frames.at(next);
      if (!frame) conclude(turn.end, () => sink?.end());
      else if (!perform(frame)) return;
    }
  };
  /** Sends everything up to the next frame that takes time. False where the sink, or the store, has to be waited for. */
  const sendChunk = (): boolean => {
    const chunk: Uint8Array[] = [];
    let length = 0;
    for (let frame = frames.at(next); frame && isSent(frame) && length < largestChunk; frame = frames.at(++next)) {
      const bytes = encodeFrame(frame);
      chunk.push(bytes);
      length += bytes.byteLength;
      const kept = turn.take(frame);
      if (kept) {
        next++;
        busy = true;
        kept.then(() => {
          busy = false;
          if (!over && write(chunk, length)) proceed();
        }, fail);
        return false;
      }
    }
    return write(chunk, length);
  };
  const write = (chunk: Uint8Array[], length: number): boolean =>
    sink?.write(chunk.length === 1 ? chunk[0]! : Buffer.concat(chunk, length)) === true;

  return {
    begin(target) {
      sink = target;
      proceed();
    },
    resume: () => proceed(),
    leave() {
      if (over) return;
      finish();
      turn.abandon().catch(() => {});
    },
    onEnd: (listener) => void (over ? listener() : listeners.push(listener)),
  };
}

/** True for a frame that is bytes on the wire and takes no time. */
function isSent(frame: Frame): boolean {
  return frame.kind === 'message' || frame.kind === 'comment' || frame.kind === 'bytes';
}
