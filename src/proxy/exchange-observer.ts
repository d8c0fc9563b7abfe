import type { Incoming } from '../../mock/http/exchange.ts';
import type { Seen } from '../../mock/request/decision.ts';
import type { LiveEnds, LivePlayback } from './live-playback.ts';

/** Called when a request begins. */
export type ExchangeObserver = (incoming: Incoming, seen: Seen) => ObservedExchange;

/** Observes one passing exchange. It never throws, delays or changes anything. */
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

/** Combines observers; their header values are joined. */
export function observeWith(observers: readonly ExchangeObserver[]): ExchangeObserver {
  return (incoming, seen) => {
    const exchanges = observers.map((observe) => observe(incoming, seen));
    return {
      requestEnd: () => exchanges.forEach((one) => void one.requestEnd()),
      requestBytes: (chunk) => exchanges.forEach((one) => void one.requestBytes(chunk)),
      responseHead(status, headers) {
        const known = exchanges.flatMap((one) => one.responseHead(status, headers) ?? []);
        return known.length > 0 ? known.join(', ') : undefined;
      },
      attach: (playback) => exchanges.forEach((one) => void one.attach?.(playback)),
      responseBytes: (chunk) => exchanges.forEach((one) => void one.responseBytes(chunk)),
      ended: (ends) => exchanges.forEach((one) => void one.ended(ends)),
      failed: (reason) => exchanges.forEach((one) => void one.failed(reason)),
    };
  };
}
