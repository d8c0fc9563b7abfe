import type { components } from '../../generated/types.ts';
import { cut, excerpt } from '../shared/excerpt.ts';
import { isObject } from '../shared/json.ts';

/** Whatever goes wrong in a call; `message` names the operation. No credential is in it. */
export class ChatError extends Error {
  override readonly name: string = 'ChatError';
  /** The `operationId`. */
  readonly operation: string;

  constructor(operation: string, message: string, options?: ErrorOptions) {
    super(`${operation}: ${message}`, options);
    this.operation = operation;
  }
}

/** The server was not reached, or its answer broke off. */
export class ConnectionError extends ChatError {
  override readonly name: string = 'ConnectionError';
}

/** The server was silent too long: `timeout` to its first byte, `idleTimeout` between two pieces of an answer. */
export class TimeoutError extends ChatError {
  override readonly name: string = 'TimeoutError';
}

/** The signal of the call was aborted; `cause` is its reason. */
export class AbortError extends ChatError {
  override readonly name: string = 'AbortError';
}

/** An event stream ended before its last event. What it brought is kept; the turn is not asked for again. */
export class StreamEndedError extends ChatError {
  override readonly name: string = 'StreamEndedError';
}

/** A stream is not what the contract says: no event stream, data that is not JSON, or a rule that is broken. */
export class StreamProtocolError extends ChatError {
  override readonly name: string = 'StreamProtocolError';
}

/** The server answered with a status that is no success, or with something that is not JSON. */
export class ApiError extends ChatError {
  override readonly name: string = 'ApiError';
  readonly status: number;
  /** `detail` of the answer, or the whole of it where it has none. */
  readonly detail: unknown;
  /** `Retry-After`: how long to wait, in milliseconds; undefined where the server does not say. */
  readonly retryAfter: number | undefined;

  constructor(operation: string, status: number, detail: unknown, retryAfter?: number) {
    super(operation, `${status}${describe(detail)}`);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** 401: the token is missing or wrong. */
export class AuthenticationError extends ApiError {
  override readonly name: string = 'AuthenticationError';
}

/** 404: the session is not there. */
export class NotFoundError extends ApiError {
  override readonly name: string = 'NotFoundError';
}

/** 409: the session is locked to other indexes, or is still streaming a turn. */
export class ConflictError extends ApiError {
  override readonly name: string = 'ConflictError';
}

/** One thing that is wrong with a request. */
export type FieldError = components['schemas']['ValidationError'];

/** 422: the request is not as the contract says. */
export class ValidationError extends ApiError {
  override readonly name: string = 'ValidationError';

  /** One entry a problem; empty where the server gave no list. */
  get fields(): FieldError[] {
    return Array.isArray(this.detail) ? this.detail.filter(isFieldError) : [];
  }
}

/** 429: too many requests. `retryAfter` says how long to wait. */
export class RateLimitError extends ApiError {
  override readonly name: string = 'RateLimitError';
}

/** 5xx: something broke inside the service. */
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
 * The error for an answer that is no success.
 *
 * @param body the answer's body: parsed where it is JSON, else its text
 * @param now milliseconds since the epoch
 */
export function toApiError(operation: string, { status, headers }: Response, body: unknown, now: number): ApiError {
  const detail = isObject(body) && 'detail' in body ? body.detail : body;
  const Kind = status >= 500 ? ServerError : (kinds[status] ?? ApiError);
  return new Kind(operation, status, detail, readRetryAfter(headers.get('retry-after'), now));
}

/** `Retry-After`, which is seconds or an HTTP date (RFC 9110, section 10.2.3), as milliseconds from `now`. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value) ? +value * 1000 : Date.parse(value) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

function describe(detail: unknown): string {
  if (detail === undefined || detail === '') return '';
  const text = Array.isArray(detail)
    ? detail.map((one) => (isFieldError(one) ? `${one.loc.join('.')}: ${one.msg}` : excerpt(one))).join('; ')
    : typeof detail === 'string'
      ? detail
      : excerpt(detail);
  return `: ${cut(text, 1000)}`;
}

function isFieldError(value: unknown): value is FieldError {
  return isObject(value) && Array.isArray(value.loc) && typeof value.msg === 'string';
}
