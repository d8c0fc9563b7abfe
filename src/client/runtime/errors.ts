/**
 * The base class of all errors of methods. `message` starts with the operation; no error contains a credential.
 *
 * @example
 * if (error instanceof ChatError) console.error(error.operation, error.message);
 */
export class ChatError extends Error {
  override readonly name: string = 'ChatError';
  /** The `operationId`. */
  declare readonly operation: string;

  constructor(operation: string, message: string, options?: ErrorOptions) {
    // A server's text may be long.
    super(`${operation}: ${message}`.slice(0, 1000), options);
    this.operation = operation;
  }
}

/**
 * The server was not reached, or its response broke off.
 *
 * @example
 * if (error instanceof ConnectionError) console.error('offline', error.cause);
 */
export class ConnectionError extends ChatError {
  override readonly name: string = 'ConnectionError';
}

/**
 * A bound on time was exceeded: `timeout`, `idleTimeout` or `totalTimeout`.
 *
 * @example
 * if (error instanceof TimeoutError) console.error('The server is too slow.');
 */
export class TimeoutError extends ChatError {
  override readonly name: string = 'TimeoutError';
}

/**
 * The response is larger than `maxBytes`.
 *
 * @example
 * if (error instanceof ResponseTooLargeError) console.error(error.message);
 */
export class ResponseTooLargeError extends ChatError {
  override readonly name: string = 'ResponseTooLargeError';
}

/**
 * The signal of the call was aborted; `cause` is its reason.
 *
 * @example
 * if (error instanceof AbortError) return;
 */
export class AbortError extends ChatError {
  override readonly name: string = 'AbortError';
}

/**
 * An event stream ended before its last event. The request is not repeated.
 *
 * @example
 * if (error instanceof StreamEndedError) console.error('The connection was lost.');
 */
export class StreamEndedError extends ChatError {
  override readonly name: string = 'StreamEndedError';
}

/**
 * An event said that the stream failed. The event has been yielded before.
 *
 * @example
 * if (error instanceof StreamFailedError) console.error(error.event);
 */
export class StreamFailedError extends ChatError {
  override readonly name: string = 'StreamFailedError';
  declare readonly event: unknown;

  constructor(operation: string, event: unknown) {
    super(operation, `the stream failed: ${JSON.stringify(event)}`);
    this.event = event;
  }
}

/**
 * A stream violates the contract: another media type, data that is not JSON, or a rule of its protocol.
 *
 * @example
 * if (error instanceof StreamProtocolError) console.error(error.message);
 */
export class StreamProtocolError extends ChatError {
  override readonly name: string = 'StreamProtocolError';
}

/**
 * The server returned an error status, or a success that the contract does not document.
 *
 * @example
 * if (error instanceof ApiError) console.error(error.status, error.detail);
 */
export class ApiError extends ChatError {
  override readonly name: string = 'ApiError';
  declare readonly status: number;
  /** `detail` of the response, or the whole body if it has none. */
  declare readonly detail: unknown;
  /** `Retry-After` in milliseconds; undefined if the server does not send it. */
  declare readonly retryAfter: number | undefined;

  constructor(operation: string, status: number, detail: unknown, retryAfter?: number) {
    super(operation, `${status}${describe(detail)}`);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/**
 * 401: the credential is missing or invalid.
 *
 * @example
 * if (error instanceof AuthenticationError) location.assign('/sign-in');
 */
export class AuthenticationError extends ApiError {
  override readonly name: string = 'AuthenticationError';
}

/**
 * 404: what the request names does not exist.
 *
 * @example
 * if (error instanceof NotFoundError) return undefined;
 */
export class NotFoundError extends ApiError {
  override readonly name: string = 'NotFoundError';
}

/**
 * 409: the request conflicts with the current state.
 *
 * @example
 * if (error instanceof ConflictError) await chat.getSession(id);
 */
export class ConflictError extends ApiError {
  override readonly name: string = 'ConflictError';
}

/** One invalid field of a request. */
export interface FieldError {
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: Record<string, unknown>;
}

/**
 * 422: the request is invalid.
 *
 * @example
 * if (error instanceof ValidationError) for (const { loc, msg } of error.fields) console.error(loc.join('.'), msg);
 */
export class ValidationError extends ApiError {
  override readonly name: string = 'ValidationError';

  /** One entry for each problem; empty if the server sent no list. */
  get fields(): FieldError[] {
    return Array.isArray(this.detail) ? this.detail.filter(isFieldError) : [];
  }
}

/**
 * 429: too many requests.
 *
 * @example
 * if (error instanceof RateLimitError) console.log('try again in', error.retryAfter);
 */
export class RateLimitError extends ApiError {
  override readonly name: string = 'RateLimitError';
}

/**
 * 5xx: the service failed.
 *
 * @example
 * if (error instanceof ServerError) console.error(error.status);
 */
export class ServerError extends ApiError {
  override readonly name: string = 'ServerError';
}

const kinds: Record<number, typeof ApiError> = {
  401: AuthenticationError,
  404: NotFoundError,
  409: ConflictError,
  422: ValidationError,
  429: RateLimitError,
};

/**
 * The error for a response with an error status.
 *
 * @param body parsed if it is JSON, else its text
 * @param now milliseconds since the epoch
 */
export function toApiError(operation: string, { status, headers }: Response, body: unknown, now: number): ApiError {
  const detail = (body as { detail?: unknown } | undefined)?.detail ?? body;
  const Kind = status >= 500 ? ServerError : kinds[status];
  return new (Kind ?? ApiError)(operation, status, detail, readRetryAfter(headers.get('retry-after'), now));
}

/**
 * `Retry-After`, seconds or an HTTP date (RFC 9110, section 10.2.3), as milliseconds from `now`. Some servers send
 * fractions of a second.
 */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  const text = value || 'none';
  if (+text >= 0) return +text * 1000;
  // `Date.parse` accepts more than HTTP dates: `-5` is a day in 2001.
  const date = /:\d\d:/.test(text) && Date.parse(text);
  return date ? Math.max(0, date - now) : undefined;
}

function describe(detail: unknown): string {
  const text = [detail]
    .flat()
    .map((one) =>
      isFieldError(one) ? `${one.loc.join('.')}: ${one.msg}` : typeof one === 'string' ? one : JSON.stringify(one),
    )
    .join('; ');
  return text && `: ${text}`;
}

function isFieldError(value: unknown): value is FieldError {
  const { loc, msg } = Object(value) as Record<string, unknown>;
  return Array.isArray(loc) && typeof msg === 'string';
}
