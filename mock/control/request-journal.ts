import { type Clock, systemClock } from '../../src/shared/clock.ts';
import { decodeText } from '../../src/shared/encoding/bytes.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { payloadOf, type Reply } from '../http/exchange.ts';
import type { ProblemDetail } from '../request/request-problem.ts';

/** A contract violation that a proxy found in an exchange. */
export interface SeenViolation {
  rule: string;
  severity: 'error' | 'warning';
  message: string;
  expected: string;
  received: string;
  /** Number of the event in its stream, from 1. */
  event?: number;
  /** A curl command that repeats the request, without its credential. */
  curl: string;
}

/** A request and its response, as shown to tests. */
export interface SeenRequest {
  /** From 1, in order of arrival. */
  number: number;
  /** ISO 8601. */
  at: string;
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  query: Record<string, string>;
  /** Names in lower case; credentials are masked. */
  headers: Record<string, string>;
  /** Parsed JSON, or text; `undefined` without a body or over 16 kB. */
  body?: unknown;
  /** The operation's id; `undefined` if no operation matched. */
  operation?: string;
  /** Status of the response. */
  status: number;
  /** The scenario. */
  scenario?: string;
  /** Why this scenario was selected. */
  reason?: string;
  /** Faults that changed the response. */
  faults: readonly string[];
  /** Time until the end of the response. */
  milliseconds?: number;
  /** The session id in the path. */
  session?: string;
  /** Problems of the request: field errors, or a sentence. */
  problems?: readonly (string | ProblemDetail)[];
  /** Contract violations of the exchange; proxy only. */
  violations?: readonly SeenViolation[];
  /** Names in lower case; secrets are masked. */
  responseHeaders: Record<string, string>;
  /** Parsed JSON, or text; `undefined` for streams, over 16 kB, and for all but the last hundred responses. */
  responseBody?: unknown;
}

/** A filter for requests; all fields are optional. */
export interface RequestFilter {
  operation?: string;
  method?: string;
  path?: string;
  status?: number;
}

/** Receives an event of the live feed: its kind and data. */
export type FeedListener = (kind: string, data: object) => void;

/** The stored data of a request, converted to a `SeenRequest` on demand. */
export interface JournalEntry {
  method: string;
  /** Stored instead of the request, which would keep its connection and buffers in memory. */
  rawHeaders: readonly string[];
  at: number;
  path: string;
  search: string;
  bytes: Uint8Array | undefined;
  operation: string | undefined;
  status: number;
  scenario: string | undefined;
  reason: string | undefined;
  faults: readonly string[];
  session: string | undefined;
  responseHeaders: Record<string, string>;
  /** The `detail` of an error response. */
  refusal: unknown;
  /** The response with its body; dropped for older entries. */
  reply: Reply | undefined;
  milliseconds: number | undefined;
  /** The body of a forwarded response, once it has arrived. */
  received?: Uint8Array;
}

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
const longestBody = 16_384;
const mostViolations = 50;
const secretHeaders = ['authorization', 'cookie', 'proxy-authorization', 'set-cookie', 'x-api-key'];
const secretParameters = /^(api_?key|access_?token|token|key|password|secret)$/i;

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

function toSeen(number: number, entry: JournalEntry): SeenRequest {
  const { bytes, operation, scenario, reason, reply, session, milliseconds } = entry;
  const headers = hideSecrets(readHeaders(entry.rawHeaders));
  const body = bytes && bytes.byteLength > 0 ? readBody(bytes) : undefined;
  return {
    number,
    at: new Date(entry.at).toISOString(),
    method: entry.method,
    path: entry.path,
    query: readQuery(entry.search),
    headers,
    ...(body === undefined ? {} : { body }),
    ...(operation === undefined ? {} : { operation }),
    status: entry.status,
    ...(scenario === undefined ? {} : { scenario }),
    ...(reason === undefined ? {} : { reason }),
    faults: entry.faults,
    ...(milliseconds === undefined ? {} : { milliseconds }),
    ...(session === undefined ? {} : { session }),
    ...problemsIn(entry.refusal),
    responseHeaders: hideSecrets(entry.responseHeaders),
    ...bodyOf(entry.received ? decodeText(entry.received) : reply && payloadOf(reply)),
  };
}

function problemsIn(refusal: unknown): Pick<SeenRequest, 'problems'> {
  if (!isObject(refusal)) return {};
  const { detail } = refusal;
  if (Array.isArray(detail)) return { problems: detail as ProblemDetail[] };
  return typeof detail === 'string' ? { problems: [detail] } : {};
}

function bodyOf(payload: string | undefined): { responseBody?: unknown } {
  if (payload === undefined || payload.length > longestBody) return {};
  return { responseBody: parseJson(payload) ?? payload };
}

function hideSecrets(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.includes(name) ? '(hidden)' : value]),
  );
}

function readQuery(search: string): Record<string, string> {
  return Object.fromEntries(
    [...new URLSearchParams(search)].map(([name, value]) => [name, secretParameters.test(name) ? '(hidden)' : value]),
  );
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
  const text = decodeText(bytes);
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
  return `No request matched ${JSON.stringify(filter)} within ${timeout} ms. Received: ${came.join(', ') || 'none'}.`;
}
