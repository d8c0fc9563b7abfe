import { AbortError, type ChatError, ConnectionError, ResponseTooLargeError, TimeoutError } from './errors.ts';

/** `setTimeout` fires immediately for a longer time. */
const longestTimer = 2 ** 31 - 1;

/** The platform's `fetch`, or a function with the same behaviour. */
export type Fetch = (request: Request) => Promise<Response>;

/** Sends requests, and bounds on each call. Times are in milliseconds; `Infinity` waits forever. */
export interface FetchOptions {
  /** Sends the requests (default: the platform's `fetch`). */
  fetch?: Fetch | undefined;
  /** Time to the first byte of a response (default: 60,000). */
  timeout?: number | undefined;
  /** Time without a byte in a response; comments of an event stream count as bytes (default: 120,000). */
  idleTimeout?: number | undefined;
  /** Time for a whole call (default: 300,000; for a stream 3,600,000). */
  totalTimeout?: number | undefined;
  /** Size of a response (default: 100,000,000). */
  maxBytes?: number | undefined;
}

/**
 * Sends a request and reads its response within the bounds of the options. An exceeded bound or an aborted signal
 * rejects the promise, or errors the body, at once, even if `fetch` ignores its signal. The call ends when the body has
 * been read to its end or cancelled.
 */
export function boundedFetch(
  operation: string,
  request: Request,
  isStream: boolean | undefined,
  { fetch: send = fetch, timeout = 60_000, idleTimeout = 120_000, totalTimeout, maxBytes = 1e8 }: FetchOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let fail: (error: ChatError) => void = reject;
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    const call = new AbortController();
    const expire = (milliseconds: number, what: string) =>
      setTimeout(
        () => stop(new TimeoutError(operation, `${what} ${milliseconds} ms`)),
        Math.min(milliseconds, longestTimer),
      );
    const stop = (error: ChatError) => {
      end();
      fail(error);
    };
    const broken = (what: string) => (cause: unknown) =>
      stop(new ConnectionError(operation, `${what} (${reasonOf(cause)})`, { cause }));
    // The request's own signal follows the user's only while the request is referenced.
    const leave = () => {
      const cause: unknown = request.signal.reason;
      stop(new AbortError(operation, `aborted (${reasonOf(cause)})`, { cause }));
    };
    const end = () => {
      clearTimeout(total);
      clearTimeout(silence);
      request.signal.removeEventListener('abort', leave);
      reader?.cancel().catch(() => {});
      call.abort();
    };
    const total = expire(totalTimeout ?? (isStream ? 3_600_000 : 300_000), 'not finished after');
    let silence = expire(timeout, 'nothing received for');
    if (request.signal.aborted) return leave();
    request.signal.addEventListener('abort', leave);

    send(new Request(request, { signal: call.signal }))
      .then((response) => {
        clearTimeout(silence);
        if (!response.body || response.headers.get('content-length') === '0') {
          end();
          // A new signal: Node reads nothing of a response whose request was aborted.
          return resolve(new Response(null, response));
        }
        const source = response.body.getReader();
        reader = source;
        let size = 0;
        const body = new ReadableStream<Uint8Array>(
          {
            start(controller) {
              fail = (error) => controller.error(error);
            },
            pull(controller) {
              silence = expire(idleTimeout, 'nothing received for');
              return source.read().then(({ done, value }) => {
                if (call.signal.aborted) return;
                clearTimeout(silence);
                if (done) {
                  end();
                  return controller.close();
                }
                size += value.length;
                if (size <= maxBytes) return controller.enqueue(value);
                stop(new ResponseTooLargeError(operation, `the response exceeds ${maxBytes} bytes`));
              }, broken('the response broke off'));
            },
            cancel: end,
          },
          // No read-ahead, so that a slow reader does not look like a silent server.
          { highWaterMark: 0 },
        );
        resolve(new Response(body, response));
      })
      .catch(broken(`no response from ${new URL(request.url).host}`));
  });
}

/** Node's error only says `fetch failed`; the reason is in its `cause`. */
export function reasonOf(error: unknown): string {
  const { message, cause } = (error ?? {}) as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code || cause?.message || message || String(error);
}
