import type { Clock } from '../../src/shared/clock.ts';
import type { ReaderOptions, StreamProtocol } from '../../src/sse/stream-protocol.ts';
import type { Frame } from '../streams/frame.ts';
import type { Audience, TurnPlayback } from '../streams/player.ts';
import { createStreamReading, type StreamProblem, type StreamReading } from '../streams/stream-reading.ts';
import { describeFrame, type FrameDescription } from './describe-frame.ts';
import type { FeedListener } from './request-journal.ts';
import type { Speed } from './settings.ts';

/** The data of a stream before it begins. */
export interface StreamSubject {
  operation: string;
  scenario: string;
  /** The id of the turn's session. */
  session: string;
  /** The number of its request. */
  request: number;
  speed: Speed;
  faults: readonly string[];
}

/** A stream at its start. */
export interface StreamBegan extends StreamSubject {
  /** An id, unique in this mock. */
  stream: string;
  paused: boolean;
}

/** One part of a stream, as sent. */
export interface StreamEvent extends FrameDescription {
  stream: string;
  /** From 0. */
  index: number;
  /** Since the start of the stream. */
  milliseconds: number;
  problems: readonly StreamProblem[];
}

/** How a stream ended: normally, cut by the mock, or by the client disconnecting. */
export interface StreamEnd {
  milliseconds: number;
  how: 'ended' | 'cut' | 'left';
  problems: readonly StreamProblem[];
}

/** A stream with everything sent so far. */
export interface SeenStream extends StreamBegan {
  events: StreamEvent[];
  ended?: StreamEnd;
}

/** The journal entry of a stream. */
export interface StreamEntry extends Audience {
  /** Sets the playback of the stream. */
  attach(playback: TurnPlayback): void;
}

/** What a stream's record uses of its journal. */
export interface StreamWatch {
  clock: Clock;
  tell: FeedListener;
  isHeard(): boolean;
}

const mostEvents = 5000;

/**
 * A stream with everything sent so far. It keeps references to the sent frames, and reads and checks them on demand.
 *
 * A class, because ten thousand streams can be open.
 */
export class StreamRecord implements StreamEntry {
  readonly subject: StreamBegan;
  readonly #protocol: StreamProtocol | undefined;
  readonly #options: ReaderOptions | undefined;
  readonly #watch: StreamWatch;
  #startedAt: number;
  #frames: { frame: Frame; milliseconds: number }[] = [];
  /** Number of events sent, including those over the limit that are not stored. */
  #count = 0;
  #reading: StreamReading | undefined;
  /** The problems of each stored frame read so far. */
  #problems: StreamProblem[][] = [];
  #end: Omit<StreamEnd, 'problems'> | undefined;
  #endProblems: StreamProblem[] | undefined;
  #playback: TurnPlayback | undefined;
  #isForgotten = false;

  constructor(
    subject: StreamBegan,
    protocol: StreamProtocol | undefined,
    options: ReaderOptions | undefined,
    watch: StreamWatch,
  ) {
    this.subject = subject;
    this.#protocol = protocol;
    this.#options = options;
    this.#watch = watch;
    this.#startedAt = watch.clock.now();
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** The playback of a running stream. */
  get playback(): TurnPlayback | undefined {
    return this.#playback;
  }

  attach(playback: TurnPlayback): void {
    this.#playback = playback;
  }

  began(): void {
    this.#startedAt = this.#watch.clock.now();
    if (this.#watch.isHeard()) this.#watch.tell('stream-began', this.subject);
  }

  sent(frame: Frame): void {
    if (this.#isForgotten) return;
    this.#count++;
    if (this.#frames.length >= mostEvents) return;
    this.#frames.push({ frame, milliseconds: this.#passed() });
    if (this.#watch.isHeard()) this.#watch.tell('stream-event', this.#event(this.#frames.length - 1));
  }

  ended(how: StreamEnd['how']): void {
    this.#end = { milliseconds: this.#passed(), how };
    this.subject.paused = false;
    this.#playback = undefined;
    if (this.#watch.isHeard() && !this.#isForgotten) {
      this.#watch.tell('stream-ended', { stream: this.subject.stream, ...this.#judgedEnd() });
    }
  }

  /** Drops what was sent: the journal has no place for it, but the stream may still be running, without its record. */
  forget(): void {
    this.#playback?.unwatch?.();
    this.#frames = [];
    this.#problems = [];
    this.#reading = undefined;
    this.#isForgotten = true;
  }

  seen(): SeenStream {
    const events = this.#frames.map((_, index) => this.#event(index));
    const ended = this.#judgedEnd();
    return { ...this.subject, events, ...(ended ? { ended } : {}) };
  }

  #passed(): number {
    return Math.round(this.#watch.clock.now() - this.#startedAt);
  }

  #event(index: number): StreamEvent {
    const { frame, milliseconds } = this.#frames[index]!;
    const base = { stream: this.subject.stream, index, milliseconds };
    return { ...base, ...describeFrame(frame, this.#protocol), problems: this.#problemsOf(index) };
  }

  #problemsOf(index: number): StreamProblem[] {
    for (let next = this.#problems.length; next <= index; next++) {
      this.#problems.push(this.#read().push(this.#frames[next]!.frame));
    }
    return this.#problems[index]!;
  }

  #judgedEnd(): StreamEnd | undefined {
    if (!this.#end) return undefined;
    if (this.#frames.length > 0) this.#problemsOf(this.#frames.length - 1);
    // The end can only be checked if the client did not leave and all events are stored.
    const whole = this.#end.how !== 'left' && this.#count === this.#frames.length;
    this.#endProblems ??= whole ? this.#read().end() : [];
    return { ...this.#end, problems: this.#endProblems };
  }

  /** Created on demand, because thousands of streams can run unobserved. */
  #read(): StreamReading {
    this.#reading ??= createStreamReading(this.#protocol, this.#options);
    return this.#reading;
  }
}
