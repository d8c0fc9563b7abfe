import type { RunOptions } from './run-options.ts';
import type { Turn } from './turn.ts';

/** A stream that was cut at a bound was not checked to its end, so the run is not complete. */
export function describeCut(turns: readonly Turn[], { requestTimeout }: RunOptions): string | undefined {
  const cut = turns.find(
    ({ ended, exchange, messages, cutAfter }) =>
      cutAfter !== undefined ||
      ended === 'too-large' ||
      (ended === 'silent' && (exchange.durationMs >= requestTimeout || messages.length === 0)),
  );
  if (!cut) return undefined;
  const { method, target } = cut.exchange.request;
  const last = cut.messages.at(-1)?.number;
  const place = last === undefined ? 'before its first event' : `after event ${last}`;
  return `The stream of ${method} ${target} ${whyCut(cut)} It was cut ${place}.`;
}

function whyCut({ ended, exchange, cutAfter }: Turn): string {
  if (ended === 'too-large') return 'is longer than a run reads.';
  const seconds = Math.round((cutAfter ?? exchange.durationMs) / 1000);
  return cutAfter === undefined
    ? `did not end: it sent too little in ${seconds} s.`
    : `did not end within ${seconds} s. Allow more with --request-timeout.`;
}
