import type { ReaderOptions, StreamProtocol } from '../../src/sse/stream-protocol.ts';
import {
  type SeenStream,
  type StreamEntry,
  StreamRecord,
  type StreamSubject,
  type StreamWatch,
} from './stream-record.ts';

/** The actions on a running stream. */
export const streamActions = ['pause', 'resume', 'step', 'cut'] as const;
export type StreamAction = (typeof streamActions)[number];

/** The current and recent streams of a sandbox. */
export interface StreamJournal {
  open(subject: StreamSubject, protocol: StreamProtocol | undefined, options?: ReaderOptions): StreamEntry;
  streams(): SeenStream[];
  /** @returns `unknown` if no such stream is running, `sense` if the action does not apply in its state */
  act(stream: string, action: StreamAction): 'done' | 'unknown' | 'senseless';
  clear(): void;
}

/** The parts that a stream journal uses. */
export interface StreamJournalParts extends StreamWatch {
  /** Returns a new id. */
  identifier(): string;
}

/** Maximum streams in the journal. */
const mostStreams = 200;

export function createStreamJournal(parts: StreamJournalParts): StreamJournal {
  const { tell, isHeard, identifier } = parts;
  const records = new Map<string, StreamRecord>();

  const forgetOldest = () => {
    const ids = [...records.keys()];
    const over = ids.find((id) => records.get(id)!.hasEnded) ?? ids[0]!;
    records.get(over)!.forget();
    records.delete(over);
  };

  return {
    open({ operation, scenario, session, request, speed, faults }, protocol, options) {
      const stream = identifier();
      // No spread: V8 would keep a shape of its own for each stream.
      const subject = { operation, scenario, session, request, speed, faults, stream, paused: false };
      const record = new StreamRecord(subject, protocol, options, parts);
      records.set(stream, record);
      if (records.size > mostStreams) forgetOldest();
      return record;
    },
    streams: () => [...records.values()].map((record) => record.seen()),
    act(stream, action) {
      const { subject, playback } = records.get(stream) ?? {};
      if (!subject || !playback) return 'unknown';
      if (action !== 'cut' && subject.paused === (action === 'pause')) return 'senseless';
      if (action === 'pause' || action === 'resume') {
        subject.paused = action === 'pause';
        if (isHeard()) tell(`stream-${action}d`, { stream });
      }
      playback[action]();
      return 'done';
    },
    clear() {
      for (const record of records.values()) record.forget();
      records.clear();
    },
  };
}
