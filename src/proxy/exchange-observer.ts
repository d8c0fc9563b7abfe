import type { Incoming } from '../../mock/http/exchange.ts';
import type { Seen } from '../../mock/request/decision.ts';
import type { LiveEnds, LivePlayback } from './live-playback.ts';

/** Called when a request begins. */
export type ExchangeObserver = (incoming: Incoming, seen: Seen) => ObservedExchange;

/** Observes one forwarded exchange. It never delays or changes anything; `observeWith` catches its errors. */
export interface ObservedExchange {
  requestBytes(chunk: Uint8Array): void;
  /** The whole request has arrived. */
  requestEnd(): void;
  /** @returns the violations known before the body, as a header value; `undefined` if there are none */
  responseHead(status: number, headers: Readonly<Record<string, string>>): string | undefined;
  responseBytes(chunk: Uint8Array): void;
  /** The playback that sends the body, and can pause it. */
  attach?(playback: LivePlayback): void;
  ended(ends: LiveEnds): void;
  /** There is no response. */
  failed(reason: unknown): void;
}

/**
 * Combines observers into one that never throws; their header values are joined.
 *
 * @param onFailure called with an error of an observer
 */
export function observeWith(
  observers: readonly ExchangeObserver[],
  onFailure: (error: unknown, incoming: Incoming) => void,
): ExchangeObserver {
  return (incoming, seen) => {
    const each = <Source, Result>(sources: readonly Source[], call: (one: Source) => Result): Result[] =>
      sources.flatMap((one) => {
        try {
          return [call(one)];
        } catch (error) {
          onFailure(error, incoming);
          return [];
        }
      });
    const exchanges = each(observers, (observe) => observe(incoming, seen));
    return {
      requestEnd: () => void each(exchanges, (one) => one.requestEnd()),
      requestBytes: (chunk) => void each(exchanges, (one) => one.requestBytes(chunk)),
      responseHead(status, headers) {
        const known = each(exchanges, (one) => one.responseHead(status, headers) ?? []).flat();
        return known.length > 0 ? known.join(', ') : undefined;
      },
      attach: (playback) => void each(exchanges, (one) => one.attach?.(playback)),
      responseBytes: (chunk) => void each(exchanges, (one) => one.responseBytes(chunk)),
      ended: (ends) => void each(exchanges, (one) => one.ended(ends)),
      failed: (reason) => void each(exchanges, (one) => one.failed(reason)),
    };
  };
}
