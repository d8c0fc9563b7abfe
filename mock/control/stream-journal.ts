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

/** The actions on a running stream. */
export const streamActions = ['pause', 'resume', 'step', 'cut'] as const;
export type StreamAction = (typeof streamActions)[number];

/** The journal entry of a stream. */
export interface StreamEntry extends Audience {
  /** Sets the playback of the stream. */
  attach(playback: TurnPlayback): void;
}

/** The current and recent streams of a sandbox. */
export interface StreamJournal {
  open(subject: StreamSubject, protocol: StreamProtocol | undefined, options?: ReaderOptions): StreamEntry;
  streams(): SeenStream[];
  /** @returns `unknown` if no such stream is running, `sense` if the action does not apply in its state */
  act(stream: string, action: StreamAction): 'done' | 'unknown' | 'senseless';
  clear(): void;
}

/** The parts that a stream journal uses. */
export interface StreamJournalParts {
  clock: Clock;
  tell: FeedListener;
  isHeard(): boolean;
  /** Returns a new id. */
  identifier(): string;
}

interface StreamRecord {
  began: StreamBegan;
  protocol: StreamProtocol | undefined;
  options: ReaderOptions | undefined;
  startedAt: number;
  sent: { frame: Frame; milliseconds: number }[];
  /** Number of events sent, including those over the limit that are not stored. */
  count: number;
  /** Created on demand, because thousands of streams can run unobserved. */
  reading?: StreamReading;
  /** The problems of each entry of `sent` read so far. */
  problems: StreamProblem[][];
  ended?: Omit<StreamEnd, 'problems'>;
  endProblems?: StreamProblem[];
  playback?: TurnPlayback;
}

/** Maximum streams in the journal. */
const mostStreams = 200;
const mostEvents = 5000;

/**
 * Stores only references to the sent events. They are parsed and checked on demand.
 */
export function createStreamJournal({ clock, tell, isHeard, identifier }: StreamJournalParts): StreamJournal {
  const records = new Map<string, StreamRecord>();

  const readingOf = (record: StreamRecord): StreamReading => {
    record.reading ??= createStreamReading(record.protocol, record.options);
    return record.reading;
  };
  const problemsOf = (record: StreamRecord, index: number): StreamProblem[] => {
    for (let next = record.problems.length; next <= index; next++) {
      record.problems.push(readingOf(record).push(record.sent[next]!.frame));
    }
    return record.problems[index]!;
  };
  const eventOf = (record: StreamRecord, index: number): StreamEvent => {
    const { frame, milliseconds } = record.sent[index]!;
    const base = { stream: record.began.stream, index, milliseconds };
    return { ...base, ...describeFrame(frame, record.protocol), problems: problemsOf(record, index) };
  };
  const endOf = (record: StreamRecord): StreamEnd | undefined => {
    if (!record.ended) return undefined;
    if (record.sent.length > 0) problemsOf(record, record.sent.length - 1);
    // The end can only be checked if the client did not leave and all events are stored.
    const whole = record.ended.how !== 'left' && record.count === record.sent.length;
    record.endProblems ??= whole ? readingOf(record).end() : [];
    return { ...record.ended, problems: record.endProblems };
  };
  const forgetOldest = () => {
    const ids = [...records.keys()];
    const over = ids.find((id) => records.get(id)!.ended) ?? ids[0]!;
    // Its stream may still be running and refer to the record.
    records.get(over)!.sent = [];
    records.delete(over);
  };

  return {
    open(subject, protocol, options) {
      const stream = identifier();
      const record: StreamRecord = {
        began: { ...subject, stream, paused: false },
        protocol,
        options,
        startedAt: clock.now(),
        sent: [],
        count: 0,
        problems: [],
      };
      records.set(stream, record);
      if (records.size > mostStreams) forgetOldest();
      const passed = () => Math.round(clock.now() - record.startedAt);
      return {
        attach(playback) {
          record.playback = playback;
        },
        began() {
          record.startedAt = clock.now();
          if (isHeard()) tell('stream-began', record.began);
        },
        sent(frame) {
          if (!records.has(stream)) return;
          record.count++;
          if (record.sent.length >= mostEvents) return;
          record.sent.push({ frame, milliseconds: passed() });
          if (isHeard()) tell('stream-event', eventOf(record, record.sent.length - 1));
        },
        ended(how) {
          record.ended = { milliseconds: passed(), how };
          record.began.paused = false;
          delete record.playback;
          if (isHeard() && records.has(stream)) tell('stream-ended', { stream, ...endOf(record) });
        },
      };
    },
    streams: () =>
      [...records.values()].map((record) => {
        const events = record.sent.map((_, index) => eventOf(record, index));
        const ended = endOf(record);
        return { ...record.began, events, ...(ended ? { ended } : {}) };
      }),
    act(stream, action) {
      const { began, playback } = records.get(stream) ?? {};
      if (!began || !playback) return 'unknown';
      if (action !== 'cut' && began.paused === (action === 'pause')) return 'senseless';
      if (action === 'pause' || action === 'resume') {
        began.paused = action === 'pause';
        if (isHeard()) tell(`stream-${action}d`, { stream });
      }
      playback[action]();
      return 'done';
    },
    clear: () => records.clear(),
  };
}
