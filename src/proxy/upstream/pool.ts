import type { Dispatcher } from 'undici';
import buildConnector from 'undici/lib/core/connect.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import { skipContinue } from './skip-continue.ts';
import type { UpstreamBounds } from './upstream-bounds.ts';
import type { CallEvents, UpstreamRequest } from './upstream-call.ts';

/** Sends requests over undici's pool. */
export function openPool(url: URL, { silence, headerBytes }: UpstreamBounds) {
  const connect = buildConnector({ timeout: Math.min(silence, 10_000) });
  const pool = new Pool(url.origin, {
    headersTimeout: silence,
    bodyTimeout: silence,
    maxHeaderSize: headerBytes,
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error) callback(error, null);
        else callback(null, skipContinue(socket));
      }),
  });
  return {
    send(
      { method, path, headers, body }: Pick<UpstreamRequest, 'method' | 'headers' | 'body'> & { path: string },
      handler: ReturnType<typeof createHandler>,
    ): void {
      const options = { method: method as Dispatcher.HttpMethod, path, headers: [...headers], body: body ?? null };
      try {
        pool.dispatch(options, handler);
      } catch (error) {
        handler.onResponseError(undefined, error);
      }
    },
    close: () => pool.destroy(),
  };
}

/**
 * Connects undici's events with a call. `pool.request` would do the same with a stream and an abort signal for each
 * request, which take as long as the rest of the exchange.
 */
export function createHandler(events: CallEvents, onInterim: UpstreamRequest['onInterim']) {
  return {
    onRequestStart: (control: Dispatcher.DispatchController) => events.begin(control),
    onResponseStart(
      { rawHeaders: raw }: Dispatcher.DispatchController,
      status: number,
      _: unknown,
      statusMessage = '',
    ): void {
      const rawHeaders = textsOf(raw as Buffer[]);
      if (status < 200) {
        onInterim?.(status, rawHeaders);
        return;
      }
      events.head({ status, statusMessage, rawHeaders });
      // Their length may be that of another response (RFC 9110, section 8.6), for which undici would wait forever.
      if (status === 204 || status === 304) events.end([]);
    },
    onResponseData: (_: Dispatcher.DispatchController, chunk: Uint8Array) => events.data(chunk),
    onResponseEnd(_: Dispatcher.DispatchController, given: Readonly<Record<string, string | string[] | undefined>>) {
      events.end(
        Object.entries(given).flatMap(([name, value = []]) =>
          [value].flat().map((one): [string, string] => [name, one]),
        ),
      );
    },
    onResponseError: (_: Dispatcher.DispatchController | undefined, error: unknown) => events.fail(error),
  };
}

function textsOf(raw: readonly Buffer[]): string[] {
  return raw.map((one) => one.toString('latin1'));
}
