import { exchangeLine } from '../../../contract-tests/report/reproduction/curl-line.ts';
import type { RatedViolation } from '../../../contract-tests/run/evaluate.ts';
import type { SeenViolation } from '../../../mock/control/seen-request.ts';
import { cut } from '../../shared/excerpt.ts';
import { harmless } from '../../shared/harmless.ts';

/** A violation for a log: the rule, the operation and the place on one line, and a curl command on the next. */
export function formatViolation(violation: RatedViolation, upstream: string): string {
  const { rule, severity, operation, message, at, received, exchange } = violation;
  const place = at ? `, event ${at.message}, byte ${at.byte}` : '';
  const mark = severity === 'error' ? 'violation' : 'warning';
  const line = `${mark} ${rule} · ${operation}${place} · ${message} Received ${cut(received, 200)}`;
  return `${harmless(line.replaceAll(/\s*\n\s*/g, ' '))}\n  ${curlLine(upstream, exchange)}\n`;
}

function curlLine(upstream: string, exchange: RatedViolation['exchange']): string {
  return exchangeLine({ baseUrl: upstream, tokenVariable: 'API_TOKEN' }, exchange);
}

/** The same for the journal and the console. */
export function seenViolation(violation: RatedViolation, upstream: string): SeenViolation {
  const { rule, severity, message, expected, received, at, exchange } = violation;
  return {
    rule,
    severity,
    message,
    expected,
    received: cut(received, 1000),
    ...(at ? { event: at.message } : {}),
    curl: curlLine(upstream, exchange),
  };
}

/** The same as one line of JSON. */
export function formatViolationAsJson(violation: RatedViolation, upstream: string, at: Date): string {
  const { exchange, ...rest } = violation;
  const { at: place, ...shown } = rest;
  return `${JSON.stringify({ at: at.toISOString(), kind: 'violation', ...shown, place, curl: curlLine(upstream, exchange) })}\n`;
}
