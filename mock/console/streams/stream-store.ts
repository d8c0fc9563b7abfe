import type { FeedEvents, StreamEvent, StreamRecord } from '../control-types.ts';

/** The page's copy of a stream. */
export interface KnownStream extends StreamRecord {
  /** The page's clock at the first message about the stream, and the stream's elapsed time at that moment. */
  since: number;
  /** Number of events that the page did not store. */
  dropped: number;
}

/** The streams, newest first. */
export interface StreamStore {
  readonly list: readonly KnownStream[];
  get(stream: string): KnownStream | undefined;
  load(records: readonly StreamRecord[]): void;
  take<Kind extends keyof FeedEvents>(kind: Kind, data: FeedEvents[Kind]): void;
  /** Drops the streams of one sandbox; the common one has no name. */
  forget(sandbox: string | undefined): void;
}

const mostStreams = 100;
const mostEvents = 5000;

/** @param now the page's clock, in milliseconds */
export function createStreamStore(now: () => number): StreamStore {
  let list: KnownStream[] = [];
  const get = (stream: string) => list.find((one) => one.stream === stream);
  const add = (record: StreamRecord) => {
    if (get(record.stream)) return;
    const passed = record.events.at(-1)?.milliseconds ?? 0;
    list = [{ ...record, since: now() - passed, dropped: 0 }, ...list].slice(0, mostStreams);
  };
  const takeEvent = (event: StreamEvent) => {
    const stream = get(event.stream);
    if (!stream || event.index <= (stream.events.at(-1)?.index ?? -1)) return;
    stream.events.push(event);
    if (stream.events.length > mostEvents) stream.dropped += stream.events.splice(0, mostEvents / 10).length;
  };
  return {
    get list() {
      return list;
    },
    get,
    load(records) {
      for (const record of [...records].sort((one, other) => one.request - other.request)) {
        const known = get(record.stream);
        if (!known) add(record);
        else
          Object.assign(known, record, {
            events: record.events.length >= known.events.length ? record.events : known.events,
          });
      }
    },
    take(kind, data) {
      if (kind === 'stream-began') return add({ ...(data as FeedEvents['stream-began']), events: [] });
      if (kind === 'stream-event') return takeEvent(data as StreamEvent);
      const stream = get((data as { stream: string }).stream);
      if (!stream) return;
      if (kind === 'stream-paused') stream.paused = true;
      if (kind === 'stream-resumed') stream.paused = false;
      if (kind === 'stream-ended') {
        stream.paused = false;
        stream.ended = data as FeedEvents['stream-ended'];
      }
    },
    forget(sandbox) {
      list = list.filter((stream) => stream.sandbox !== sandbox);
    },
  };
}

/** Milliseconds that a stream has run. */
export function elapsedOf(stream: KnownStream, now: number): number {
  const last = stream.events.at(-1)?.milliseconds ?? 0;
  if (stream.ended) return Math.max(last, stream.ended.milliseconds);
  return stream.paused ? last : Math.max(last, now - stream.since);
}

/** All violations, including that of the end. */
export function problemsOf(stream: KnownStream): StreamEvent['problems'] {
  return [...stream.events.flatMap(({ problems }) => problems), ...(stream.ended?.problems ?? [])];
}
