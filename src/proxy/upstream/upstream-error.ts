import errors from 'undici/lib/core/errors.js';

/** The reason why an upstream sent no response. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** 502, or 504 on timeout. */
  readonly status: 502 | 504;

  constructor(message: string, status: 502 | 504, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The error of a connection as an `UpstreamError`; an error of the request itself is returned unchanged. */
export function explainFailure(error: unknown, url: URL): unknown {
  // The proxy never sent such a request.
  if (!(error instanceof Error) || error instanceof errors.InvalidArgumentError) return error;
  const cause = causeOf(error as NodeJS.ErrnoException);
  const isLate =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.BodyTimeoutError;
  const hint = /wrong version number|packet length too long/i.test(cause)
    ? ' Is it a plain HTTP port? Use http://.'
    : '';
  return new UpstreamError(`The upstream ${url.origin} sent no usable response: ${cause}.${hint}`, isLate ? 504 : 502, {
    cause: error,
  });
}

function causeOf({ message, code, name }: NodeJS.ErrnoException): string {
  // undici asserts that a status is at least 100.
  return code === 'ERR_ASSERTION' ? 'invalid status' : message || code || name;
}
