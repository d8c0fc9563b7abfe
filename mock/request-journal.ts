import { type Clock, systemClock } from '../lib/clock.ts';
import { parseJson } from '../lib/json.ts';

/** A request that the mock has answered, as a test sees it. */
export interface SeenRequest {
  /** Counts up from 1. */
  number: number;
  /** ISO 8601. */
  at: string;
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  query: Record<string, string>;
  /** By lower-case names; credentials are hidden. */
  headers: Record<string, string>;
  /** Parsed where it is JSON, else text; none where there was none or it is longer than 16 kB. */
  body?: unknown;
  /** The operation's id; none where no operation was found. */
  operation?: string;
  /** Of the answer. */
  status: number;
  /** What a turn plays. */
  scenario?: string;
  /** Faults that changed the answer. */
  faults: readonly string[];
}

/** Which requests are meant; what is left out does not matter. */
export interface RequestFilter {
  operation?: string;
  method?: string;
  path?: string;
  status?: number;
}

/** What the live feed tells: a kind, and its data. */
export type FeedListener = (kind: string, data: object) => void;

/** What is put down of a request; it becomes a `SeenRequest` only when somebody asks. */
export interface JournalEntry {
  method: string;
  /** Not the request itself: a thousand of those would keep their connections and buffers. */
  rawHeaders: readonly string[];
  at: number;
  path: string;
  search: string;
  bytes: Uint8Array | undefined;
  operation: string | undefined;
  status: number;
  scenario: string | undefined;
  faults: readonly string[];
}

/** The last requests of a stage, who waits for one, and who listens. */
export interface RequestJournal {
  /** @returns its number */
  add(entry: JournalEntry): number;
  requests(filter?: RequestFilter): SeenRequest[];
  /**
   * The first request that fits and was not yet waited for; it may have come already.
   *
   * @throws {Error} after `timeout` milliseconds (5,000 where left out), with what came instead
   */
  waitFor(filter?: RequestFilter, timeout?: number): Promise<SeenRequest>;
  tell: FeedListener;
  /** True where somebody listens. */
  readonly isHeard: boolean;
  /** @returns stops the listening */
  listen(listener: FeedListener): () => void;
  clear(): void;
}

const mostEntries = 1000;
const longestBody = 16_384;
const secretHeaders = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key'];

export function createRequestJournal(clock: Clock): RequestJournal {
  let entries: { number: number; entry: JournalEntry }[] = [];
  let count = 0;
  const taken = new Set<number>();
  const listeners = new Set<FeedListener>();
  const waiters = new Set<(seen: SeenRequest) => boolean>();

  const journal: RequestJournal = {
    add(entry) {
      const number = ++count;
      const short = entry.bytes && entry.bytes.byteLength <= longestBody ? entry.bytes : undefined;
      entry.bytes = short;
      entries.push({ number, entry });
      // Dropped in blocks: to shift a thousand entries for each request costs more than the request.
      if (entries.length >= 2 * mostEntries) entries = entries.slice(-mostEntries);
      if (waiters.size > 0 || listeners.size > 0) {
        const seen = toSeen(number, entry);
        for (const waiter of waiters) if (waiter(seen)) break;
        journal.tell('request', seen);
      }
      return number;
    },
    requests: (filter = {}) =>
      entries
        .slice(-mostEntries)
        .map(({ number, entry }) => toSeen(number, entry))
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
        // The time-out is the test's own, so it runs on the wall's clock where the mock's stands still.
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
      entries = [];
      taken.clear();
    },
  };
  return journal;
}

function toSeen(number: number, entry: JournalEntry): SeenRequest {
  const { bytes, operation, scenario } = entry;
  const headers = readHeaders(entry.rawHeaders);
  for (const name of secretHeaders) if (headers[name] !== undefined) headers[name] = '(hidden)';
  const body = bytes && bytes.byteLength > 0 ? readBody(bytes) : undefined;
  return {
    number,
    at: new Date(entry.at).toISOString(),
    method: entry.method,
    path: entry.path,
    query: Object.fromEntries(new URLSearchParams(entry.search)),
    headers,
    ...(body === undefined ? {} : { body }),
    ...(operation === undefined ? {} : { operation }),
    status: entry.status,
    ...(scenario === undefined ? {} : { scenario }),
    faults: entry.faults,
  };
}

function readHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    headers[name] = headers[name] === undefined ? raw[index + 1]! : `${headers[name]}, ${raw[index + 1]}`;
  }
  return headers;
}

function readBody(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  return parseJson(text) ?? text;
}

function fits(seen: SeenRequest, filter: RequestFilter): boolean {
  return (
    (filter.operation === undefined || seen.operation === filter.operation) &&
    (filter.method === undefined || seen.method === filter.method.toUpperCase()) &&
    (filter.path === undefined || seen.path === filter.path) &&
    (filter.status === undefined || seen.status === filter.status)
  );
}

function missedMessage(filter: RequestFilter, timeout: number, seen: readonly SeenRequest[]): string {
  const came = seen.slice(-5).map(({ method, path, status }) => `${method} ${path} ${status}`);
  return `No request ${JSON.stringify(filter)} came within ${timeout} ms; there came ${came.join(', ') || 'none'}.`;
}
