import type { Clock } from '../../src/shared/clock.ts';
import type { ReaderOptions, StreamProtocol } from '../../src/sse/stream-protocol.ts';
import type { Frame } from '../streams/frame.ts';
import type { Audience, TurnPlayback } from '../streams/player.ts';
import { createStreamReading, type StreamProblem, type StreamReading } from '../streams/stream-reading.ts';
import { describeFrame } from './describe-frame.ts';
import type { FeedListener } from './request-journal.ts';
import type { Speed } from './settings.ts';

/** What is known of a stream before it begins. */
export interface StreamSubject {
  operation: string;
  scenario: string;
  /** The id of the session whose turn it is. */
  session: string;
  /** The number of the request that it answers. */
  request: number;
  speed: Speed;
  faults: readonly string[];
}

/** A stream as it began. */
export interface StreamBegan extends StreamSubject {
  /** Its own id, unique in this mock. */
  stream: string;
  paused: boolean;
}

/** One piece of a stream as it left. */
export interface StreamEvent {
  stream: string;
  /** From 0. */
  index: number;
  /** Since the stream began. */
  milliseconds: number;
  kind: 'message' | 'comment' | 'bytes';
  /** The name of an event, and its type. */
  event?: string;
  type?: string;
  /** The lifecycles of the protocol that it belongs to, each with its key. */
  lifecycles?: readonly string[];
  /** What distinguishes it from others of its stream, where its type does not. */
  lane?: string;
  data: string;
  /** True where `data` is only the beginning. */
  cut?: true;
  problems: readonly StreamProblem[];
}

/** How a stream ended: by itself, broken off by the mock, or left by its client. */
export interface StreamEnd {
  milliseconds: number;
  how: 'ended' | 'cut' | 'left';
  problems: readonly StreamProblem[];
}

/** A stream with all that was sent of it. */
export interface SeenStream extends StreamBegan {
  events: StreamEvent[];
  ended?: StreamEnd;
}

/** What can be done to a stream that plays. */
export const streamActions = ['pause', 'resume', 'step', 'cut'] as const;
export type StreamAction = (typeof streamActions)[number];

/** A turn that is about to be played. */
export interface StreamEntry extends Audience {
  /** Says who plays it. */
  attach(playback: TurnPlayback): void;
}

/** The streams of a sandbox: those that play and the last that did. */
export interface StreamJournal {
  open(subject: StreamSubject, protocol: StreamProtocol | undefined, options?: ReaderOptions): StreamEntry;
  streams(): SeenStream[];
  /** @returns what came of it: no such stream plays, or the action has no sense now */
  act(stream: string, action: StreamAction): 'done' | 'unknown' | 'senseless';
  clear(): void;
}

/** What a journal of streams stands on. */
export interface StreamJournalParts {
  clock: Clock;
  tell: FeedListener;
  isHeard(): boolean;
  /** A fresh id. */
  identifier(): string;
}

interface StreamRecord {
  began: StreamBegan;
  protocol: StreamProtocol | undefined;
  options: ReaderOptions | undefined;
  startedAt: number;
  sent: { frame: Frame; milliseconds: number }[];
  /** How many were sent; those behind the bound are not kept. */
  count: number;
  /** Made when somebody looks: thousands may play that nobody looks at. */
  reading?: StreamReading;
  /** For each of `sent` that was read. */
  problems: StreamProblem[][];
  ended?: Omit<StreamEnd, 'problems'>;
  endProblems?: StreamProblem[];
  playback?: TurnPlayback;
}

/** A thousand that play at once are not all kept: nobody looks at them. */
const mostStreams = 200;
const mostEvents = 5000;

/**
 * Keeps only references while nobody looks: what was sent is read and judged when somebody asks for it.
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
    // Who was left cannot have been told everything, and what was not kept cannot be judged.
    const whole = record.ended.how !== 'left' && record.count === record.sent.length;
    record.endProblems ??= whole ? readingOf(record).end() : [];
    return { ...record.ended, problems: record.endProblems };
  };
  const forgetOldest = () => {
    const ids = [...records.keys()];
    const over = ids.find((id) => records.get(id)!.ended) ?? ids[0]!;
    // Its stream may play on, and holds the record.
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
