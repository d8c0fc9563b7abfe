import type { OperationDescriptor } from '../openapi/operation-descriptor.ts';
import { ApiError, ConnectionError, toApiError } from './errors.ts';
import type { Answer } from './read-body.ts';
import type { Call } from './read-call.ts';
import { readJson } from './read-json.ts';
import { createWatch, pause, reasonOf } from './watch.ts';

/** Where and how requests are sent. Times are in milliseconds; `Infinity` waits for ever. */
export interface SenderOptions {
  /** The server, such as `https://api.cloud.llamaindex.ai`; empty in a browser: the origin of the page. */
  baseUrl: string;
  /** The API key. Left out, no `Authorization` is sent. */
  token?: string | undefined;
  /** Sends the requests; the platform's own where left out. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** `include` sends a signed-in browser's session cookie to another origin. */
  credentials?: 'include' | 'omit' | 'same-origin' | undefined;
  /** How long the server may take to begin its answer; 60,000 where left out. */
  timeout?: number | undefined;
  /** How long an answer may stand still, comments of an event stream counting as life; 120,000 where left out. */
  idleTimeout?: number | undefined;
  /** How often a GET or DELETE is sent again after 429 or 5xx; 2 where left out. A POST never is. */
  retries?: number | undefined;
}

/** Sends one request. The body of the answer is not read yet. */
export type Sender = (name: string, operation: OperationDescriptor, call: Call) => Promise<Answer>;

/** A server that wants more patience is not asked again: whoever called decides. */
const longestWait = 60_000;

/**
 * A sender over `fetch`.
 *
 * The sender rejects with the errors of `Watch`, with a ConnectionError where no answer comes, and with an ApiError
 * where the answer is no success.
 *
 * @throws {TypeError} where the token cannot be sent in a header, or the address holds a password: `fetch` would refuse
 * both with the secret in its message
 */
export function createSender(options: SenderOptions): Sender {
  const { token, credentials, timeout = 60_000, idleTimeout = 120_000, retries = 2 } = options;
  const baseUrl = options.baseUrl.replace(/\/$/, '');
  checkSecrets(options);
  const hide = (text: string) => (token ? text.replaceAll(token, '[token]') : text);

  const sendOnce: Sender = async (name, { method, stream }, { path, query, header, body, signal }) => {
    const watch = createWatch(name, signal);
    watch.signal.throwIfAborted();
    const search = writeQuery(query);
    const request = new Request(baseUrl + path + (search && `?${search}`), {
      method,
      signal: watch.signal,
      headers: {
        accept: stream ? 'text/event-stream, application/json' : 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...header,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(credentials && { credentials }),
    });
    const response = await watch.within(
      (options.fetch ?? fetch)(request),
      timeout,
      (cause) => new ConnectionError(name, `no answer from ${baseUrl} (${reasonOf(cause)})`, { cause }),
    );
    const answer = { response, watch, idleTimeout, hide };
    if (response.ok) return answer;
    throw toApiError(name, response, await readJson(name, answer), Date.now());
  };

  return async (name, operation, call) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await sendOnce(name, operation, call);
      } catch (error) {
        const wait = attempt < retries && /^(GET|DELETE)$/.test(operation.method) && waitBefore(attempt, error);
        if (wait === false) throw error;
        await pause(name, wait, call.signal);
      }
    }
  };
}

/** @throws {TypeError} where `fetch` would refuse the token or the address, with the secret in its message */
export function checkSecrets({ token, baseUrl }: SenderOptions): void {
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('The token has a space, a line break or another character that no token has: copy it again.');
  }
  if (/^[^/]*\/\/[^/]*@/.test(baseUrl)) {
    throw new TypeError('The baseUrl must not hold a name or a password before its host: hand in a token.');
  }
}

/** Milliseconds until a request is sent again: what the server asks for, else about half a second, twice as long each time. */
function waitBefore(attempt: number, error: unknown): number | false {
  if (!(error instanceof ApiError && (error.status === 429 || error.status >= 500))) return false;
  const wait = error.retryAfter ?? 500 * 2 ** attempt * (0.5 + Math.random());
  return wait <= longestWait && wait;
}

/** The query as OpenAPI writes it by default (`style: form`, exploded): an array is its name again and again. */
function writeQuery(query: Record<string, unknown> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => (one == null ? '' : `${name}=${encodeURIComponent(String(one))}`)),
  );
  return pairs.filter(Boolean).join('&');
}
