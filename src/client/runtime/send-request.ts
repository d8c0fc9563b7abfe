import createFetchClient, { type Client, type ClientOptions as FetchClientOptions } from 'openapi-fetch';
import type { OperationDescriptor } from '../../openapi/operation-descriptor.ts';
import { maskCredentials } from '../../shared/mask-credentials.ts';
import { boundedFetch, type FetchOptions } from './bounded-fetch.ts';
import { type ApiError, toApiError } from './errors.ts';
import type { Call } from './read-call.ts';
import type { ReadMessage } from './read-message.ts';

/** Where and how requests are sent. */
export interface ClientOptions extends FetchOptions {
  /** URL of the server, such as `https://api.example.com`; in a browser, empty for the page's own origin. */
  baseUrl: string;
  /** The API key or access token; without it, no `Authorization` header is sent. */
  token?: string | undefined;
  /** `include` sends cookies to another origin. */
  credentials?: 'include' | 'omit' | 'same-origin' | undefined;
  /** How often a GET or DELETE is repeated after 429 or 5xx (default: 2). A POST never is. */
  retries?: number | undefined;
}

/** Support for more than JSON and a bearer token; a client without it is smaller. */
export interface Extras {
  /** Options of openapi-fetch for one call: its parameters, headers and body, with credentials. */
  prepare(call: Call, operation: OperationDescriptor, isStream: boolean | undefined): object;
  /** Reads streams that do not end with an event of one type. */
  readMessage: ReadMessage;
  /** Headers of calls through `http`. */
  headers: Record<string, string>;
  /** Credentials that must not reach an error. */
  secrets: readonly string[];
}

/** A response with a success status whose body is not read yet. */
export interface OpenResponse {
  /** The `operationId`. */
  operation: string;
  response: Response;
  /** Masks the credentials in text of the server, which may repeat them. */
  mask(text: string): string;
}

/** Sends one request. */
export type Send = (
  name: string,
  operation: OperationDescriptor,
  call: Call,
  isStream?: boolean,
) => Promise<OpenResponse>;

/** Longer waits are left to the caller. */
const longestWait = 60_000;

/**
 * Creates the openapi-fetch client of a server, and the function that sends the calls of methods through it.
 *
 * @throws {TypeError} if the token cannot be sent in a header, or the URL contains a password: `fetch` would reject
 * both with the secret in its message
 */
export function createSender(options: ClientOptions, extras?: Extras): { http: Client<object>; send: Send } {
  const { baseUrl, token, credentials, retries = 2 } = options;
  checkSecrets(options);
  const mask = (text: string) => maskCredentials(text, extras?.secrets ?? [token ?? '']);
  const bounded = (name: string, isStream?: boolean) => (request: Request) =>
    boundedFetch(name, request, isStream, options);
  const http = createFetchClient<object>({
    baseUrl,
    headers: extras?.headers ?? (token && { authorization: `Bearer ${token}` }),
    credentials,
    fetch: bounded('http'),
  } as FetchClientOptions);

  const send: Send = async (name, operation, call, isStream) => {
    for (let attempt = 0; ; attempt++) {
      const init = {
        params: call,
        headers: { accept: `${isStream ? 'text/event-stream, ' : ''}application/json` },
        body: call.body,
        signal: call.signal,
        fetch: bounded(name, isStream),
        parseAs: 'stream',
        ...extras?.prepare(call, operation, isStream),
      };
      const { response, error } = await http.request(operation.method as 'get', operation.path as never, init as never);
      if (response.ok) return { operation: name, response, mask };
      const detail = JSON.stringify(error, (_, value) => (typeof value === 'string' ? mask(value) : value));
      const failure = toApiError(name, response, detail && JSON.parse(detail), Date.now());
      const wait = /^(GET|DELETE)$/.test(operation.method) ? waitBefore(attempt, failure) : Infinity;
      if (attempt >= retries || wait > longestWait) throw failure;
      await pause(wait, call.signal);
    }
  };
  return { http, send };
}

function checkSecrets({ token = '', baseUrl }: ClientOptions): void {
  const isInvalid = /[^!-~]/.test(token);
  if (isInvalid || /^[^/]*\/\/[^/]*@/.test(baseUrl)) {
    throw new TypeError(`The ${isInvalid ? 'token contains an invalid character' : 'baseUrl contains a password'}.`);
  }
}

/** Milliseconds until a request is repeated: `Retry-After`, else about half a second, doubled each time. */
function waitBefore(attempt: number, { status, retryAfter }: ApiError): number {
  if (status !== 429 && status < 500) return Infinity;
  return retryAfter ?? 500 * 2 ** attempt * (0.5 + Math.random());
}

/** Resolves after `milliseconds`, or as soon as the signal is aborted. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish);
  });
}
