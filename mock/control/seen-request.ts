import { decodeText } from '../../src/shared/encoding/bytes.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { isSecretHeader, isSecretParameter } from '../../src/shared/mask-credentials.ts';
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

/** Maximum size of a body in a `SeenRequest`. */
export const longestBody = 16_384;
const hidden = '(hidden)';

/** A stored request as tests see it. */
export function toSeen(number: number, entry: JournalEntry): SeenRequest {
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
    Object.entries(headers).map(([name, value]) => [name, isSecretHeader(name) ? hidden : value]),
  );
}

function readQuery(search: string): Record<string, string> {
  return Object.fromEntries(
    [...new URLSearchParams(search)].map(([name, value]) => [name, isSecretParameter(name) ? hidden : value]),
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

/** True if a request matches a filter. */
export function fits(seen: SeenRequest, filter: RequestFilter): boolean {
  return (
    (filter.operation === undefined || seen.operation === filter.operation) &&
    (filter.method === undefined || seen.method === filter.method.toUpperCase()) &&
    (filter.path === undefined || seen.path === filter.path) &&
    (filter.status === undefined || seen.status === filter.status)
  );
}
