import { type Clock, systemClock } from '../../src/shared/clock.ts';
import {
  fits,
  type JournalEntry,
  longestBody,
  type RequestFilter,
  type SeenRequest,
  type SeenViolation,
  toSeen,
} from './seen-request.ts';

/** Receives an event of the live feed: its kind and data. */
export type FeedListener = (kind: string, data: object) => void;

/** The recent requests of a sandbox, with waiting tests and listeners. */
export interface RequestJournal {
  /** Registers an arriving request. @returns its number */
  arrive(): number;
  /** Records the start of the response to a request. */
  add(number: number, entry: JournalEntry): void;
  /** Records the end of the response to a request. */
  finish(number: number, milliseconds: number): void;
  /** Adds the body of a forwarded response. */
  receive(number: number, body: Uint8Array): void;
  /** Adds a violation to an exchange, even before the exchange is in the journal. */
  report(number: number, violation: SeenViolation): void;
  requests(filter?: RequestFilter): SeenRequest[];
  /**
   * Resolves to the next matching request, which may already have arrived. Each request is returned once.
   *
   * @throws {Error} after `timeout` milliseconds (default: 5,000), with the requests that arrived instead
   */
  waitFor(filter?: RequestFilter, timeout?: number): Promise<SeenRequest>;
  tell: FeedListener;
  /** True if there is a listener. */
  readonly isHeard: boolean;
  /** @returns a function that stops listening */
  listen(listener: FeedListener): () => void;
  clear(): void;
}

const mostEntries = 1000;
/** Maximum entries with a stored response body, because list pages are large. */
const mostReplies = 100;
const mostViolations = 50;

export function createRequestJournal(clock: Clock): RequestJournal {
  /** In order of the responses, which can differ from the order of the numbers. */
  const entries = new Map<number, JournalEntry>();
  let count = 0;
  const taken = new Set<number>();
  const violations = new Map<number, SeenViolation[]>();
  const see = (number: number, entry: JournalEntry): SeenRequest => {
    const found = violations.get(number);
    return found ? { ...toSeen(number, entry), violations: found } : toSeen(number, entry);
  };
  const tellAgain = (number: number) => {
    const entry = entries.get(number);
    if (entry && listeners.size > 0) journal.tell('request', see(number, entry));
  };
  const listeners = new Set<FeedListener>();
  const waiters = new Set<(seen: SeenRequest) => boolean>();

  const journal: RequestJournal = {
    arrive() {
      count++;
      entries.delete(count - mostEntries);
      violations.delete(count - mostEntries);
      const old = entries.get(count - mostReplies);
      if (old) {
        old.reply = undefined;
        delete old.received;
      }
      return count;
    },
    add(number, entry) {
      if (entry.bytes && entry.bytes.byteLength > longestBody) entry.bytes = undefined;
      if (number <= count - mostReplies) entry.reply = undefined;
      if (number > count - mostEntries) entries.set(number, entry);
      if (waiters.size > 0 || listeners.size > 0) {
        const seen = see(number, entry);
        for (const waiter of waiters) if (waiter(seen)) break;
        journal.tell('request', seen);
      }
    },
    finish(number, milliseconds) {
      const kept = entries.get(number);
      if (kept) kept.milliseconds = milliseconds;
      if (listeners.size > 0) journal.tell('finished', { number, milliseconds });
    },
    receive(number, body) {
      const entry = entries.get(number);
      if (!entry || body.byteLength > longestBody || number <= count - mostReplies) return;
      entry.received = body;
      tellAgain(number);
    },
    report(number, violation) {
      if (number <= count - mostEntries) return;
      const found = violations.get(number) ?? [];
      if (found.length >= mostViolations) return;
      violations.set(number, [...found, violation]);
      tellAgain(number);
    },
    requests: (filter = {}) =>
      [...entries]
        .sort(([left], [right]) => left - right)
        .map(([number, entry]) => see(number, entry))
        .filter((seen) => fits(seen, filter)),
    waitFor(filter = {}, timeout = 5000) {
      const found = journal.requests(filter).find(({ number }) => !taken.has(number));
      if (found) {
        taken.add(found.number);
        return Promise.resolve(found);
      }
      return new Promise((resolve, reject) => {
        const stop = new AbortController();
        const waiter = (seen: SeenRequest) => {
          if (!fits(seen, filter)) return false;
          taken.add(seen.number);
          waiters.delete(waiter);
          stop.abort();
          resolve(seen);
          return true;
        };
        waiters.add(waiter);
        // The timeout belongs to the test, so it uses the system clock even if the mock has a fake clock.
        void systemClock.sleep(timeout, stop.signal).then(() => {
          if (waiters.delete(waiter)) reject(new Error(missedMessage(filter, timeout, journal.requests())));
        });
      });
    },
    tell(kind, data) {
      for (const listener of listeners) listener(kind, { at: new Date(clock.now()).toISOString(), ...data });
    },
    get isHeard() {
      return listeners.size > 0;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear() {
      entries.clear();
      violations.clear();
      taken.clear();
    },
  };
  return journal;
}

function missedMessage(filter: RequestFilter, timeout: number, seen: readonly SeenRequest[]): string {
  const came = seen.slice(-5).map(({ method, path, status }) => `${method} ${path} ${status}`);
  return `No request matched ${JSON.stringify(filter)} within ${timeout} ms. Received: ${came.join(', ') || 'none'}.`;
}
