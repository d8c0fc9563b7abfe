import type { Piece } from './body-faults.ts';
import { createEventBlocks, type EventBlocks } from './event-blocks.ts';
import type { UpstreamBody } from './upstream/upstream-call.ts';

/** The destination of a live body. */
export interface LiveSink {
  /** False if it is full; `drain` reports when it is not. */
  write(bytes: Uint8Array): boolean;
  end(): void;
  /** Resets the connection. */
  fail(): void;
}

/** How a body ended: completely, cut, or aborted by its reader. */
export type LiveEnd = 'ended' | 'cut' | 'left';

/** How a body ended for the client, and how it arrived from the upstream, before any fault. */
export interface LiveEnds {
  sent: LiveEnd;
  arrived: LiveEnd;
}

/** A body that is forwarded from the upstream to a client as it arrives, and can be paused. */
export interface LivePlayback {
  begin(sink: LiveSink): void;
  drain(): void;
  leave(): void;
  onEnd(listener: (ends: LiveEnds) => void): void;
  pause(): void;
  resume(): void;
  /** Sends the next block of a paused event stream. */
  step(): void;
  cut(): void;
}

/** The dependencies of a playback. */
export interface LiveParts {
  body: UpstreamBody;
  /** Observes each chunk as it arrives, before any fault. */
  tap(chunk: Uint8Array): void;
  /** The pieces to send for a chunk; none without faults. */
  disturb?(chunk: Uint8Array): Piece[];
  /** Calls back after a delay in milliseconds. @returns a function that cancels it */
  later(milliseconds: number, call: () => void): () => void;
}

/**
 * Forwards a body with back-pressure: memory per stream is limited to socket buffers and the data that a fault delays.
 */
export function playLive({ body, tap, disturb, later }: LiveParts): LivePlayback {
  const waiting: Piece[] = [];
  const listeners: ((ends: LiveEnds) => void)[] = [];
  let sink: LiveSink | undefined;
  let over: LiveEnds | undefined;
  let arrived: LiveEnd = 'left';
  let full = false;
  let paused = false;
  /** True during a step, up to its blank line. */
  let stepping = false;
  let cancelWait: (() => void) | undefined;
  /** Splits waiting bytes into blocks, for `step`. */
  let blocks: EventBlocks | undefined;
  let isRead = true;

  const finish = (how: LiveEnd) => {
    if (over) return;
    over = { sent: how, arrived };
    cancelWait?.();
    body.cancel();
    for (const listener of listeners) listener(over);
  };
  const perform = (piece: Piece): void => {
    if (piece.kind === 'bytes') full = sink?.write(piece.bytes) === false;
    else if (piece.kind === 'hang') cancelWait = () => {};
    else if (piece.kind === 'wait') {
      cancelWait = later(piece.milliseconds, () => {
        cancelWait = undefined;
        flush();
      });
    } else {
      if (piece.kind === 'end') sink?.end();
      else sink?.fail();
      finish(piece.kind === 'end' ? 'ended' : 'cut');
    }
  };
  /** Sends the first block of these bytes and keeps the rest; a step ends with the blank line. */
  const performStep = (bytes: Uint8Array) => {
    blocks ??= createEventBlocks();
    const [first, ...rest] = blocks.push(bytes);
    if (!first) return;
    if (rest.length > 0) waiting.unshift({ kind: 'bytes', bytes: Buffer.concat(rest.map((part) => part.bytes)) });
    stepping = !first.isEnd;
    perform({ kind: 'bytes', bytes: first.bytes });
  };
  const readOn = (wanted: boolean) => {
    if (isRead === wanted) return;
    isRead = wanted;
    if (wanted) body.resume();
    else body.pause();
  };
  const isHeld = () => full || cancelWait !== undefined || (paused && !stepping);
  const flush = () => {
    while (sink && !over && !isHeld()) {
      const piece = waiting.shift();
      if (!piece) break;
      if (!stepping) perform(piece);
      else if (piece.kind === 'bytes') performStep(piece.bytes);
      else if (piece.kind !== 'wait') perform(piece);
    }
    if (over) return;
    readOn(waiting.length === 0 && !isHeld());
  };
  const add = (...pieces: Piece[]) => {
    waiting.push(...pieces);
    flush();
  };
  return {
    begin(target) {
      sink = target;
      body.read({
        data(chunk) {
          tap(chunk);
          if (disturb) add(...disturb(chunk));
          else add({ kind: 'bytes', bytes: chunk });
        },
        end() {
          arrived = 'ended';
          add({ kind: 'end' });
        },
        fail() {
          arrived = 'cut';
          add({ kind: 'reset' });
        },
      });
    },
    drain() {
      full = false;
      flush();
    },
    leave: () => finish('left'),
    onEnd: (listener) => void (over ? listener(over) : listeners.push(listener)),
    pause() {
      paused = true;
      if (!over) readOn(false);
    },
    resume() {
      paused = false;
      stepping = false;
      flush();
    },
    step() {
      if (!paused) return;
      stepping = true;
      flush();
    },
    cut() {
      if (over) return;
      sink?.fail();
      finish('cut');
    },
  };
}
