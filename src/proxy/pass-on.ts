import type { IncomingMessage } from 'node:http';
import type { Seen } from '../../mock/request/decision.ts';
import { createDisturbance } from './body-faults.ts';
import { createEventBlocks } from './event-blocks.ts';
import type { ObservedExchange } from './exchange-observer.ts';
import { endToEndHeaders, headerRecord, headerValue } from './hop-by-hop.ts';
import { bodyFaultsOf } from './live-faults.ts';
import { playLive } from './live-playback.ts';
import type { LiveReply } from './live-reply.ts';
import { upstreamLabel } from './observe-journal.ts';
import { rewriteHeader } from './rewrite-origin.ts';
import type { Upstream } from './upstream/upstream.ts';
import type { UpstreamResponse } from './upstream/upstream-call.ts';
import { UpstreamError } from './upstream/upstream-error.ts';

const nothing: ReadonlySet<string> = new Set();

/**
 * The response of the upstream as a reply of the core.
 *
 * @throws {UpstreamError} if its body cannot be forwarded unchanged
 */
export function passOn(
  response: UpstreamResponse,
  request: IncomingMessage,
  { faults }: Seen,
  exchange: ObservedExchange,
  { url }: Upstream,
): LiveReply {
  const origins = { upstream: url, proxy: `http://${request.headers.host ?? 'localhost'}` };
  const coding = headerValue(response.rawHeaders, 'transfer-encoding');
  if (isUnknownCoding(coding)) {
    throw new UpstreamError(`The upstream sent Transfer-Encoding: ${coding}, which the proxy does not decode.`, 502);
  }
  const rawHeaders = endToEndHeaders(response.rawHeaders, nothing);
  for (let index = 0; index < rawHeaders.length; index += 2) {
    rawHeaders[index + 1] = rewriteHeader(rawHeaders[index]!, rawHeaders[index + 1]!, origins);
  }
  const headers = headerRecord(rawHeaders);
  const known = exchange.responseHead(response.status, headers);
  const isStream = /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
  const plain = headers['content-encoding'] === undefined;
  const chosen = bodyFaultsOf(faults.on);
  const playback = playLive({
    body: response.body,
    tap: exchange.responseBytes,
    ...(chosen.length > 0
      ? { disturb: createDisturbance(chosen, isStream && plain ? createEventBlocks().push : undefined) }
      : {}),
    later(milliseconds, call) {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  exchange.attach?.(playback);
  playback.onEnd(exchange.ended);
  const sent: Record<string, string> = { ...headers };
  if (known !== undefined) sent['x-contract-violations'] = known;
  // A fault changes the length, so the body is sent in chunks.
  if (chosen.length > 0) delete sent['content-length'];
  return {
    status: response.status,
    headers: sent,
    label: upstreamLabel,
    playback,
    live: { statusMessage: response.statusMessage, rawHeaders, headers, playback, trailers: response.trailers },
  };
}

/** True unless the body is only chunked, which both sides of the proxy decode (RFC 9112, section 6.1). */
export function isUnknownCoding(transferEncoding = 'chunked'): boolean {
  return transferEncoding.trim().toLowerCase() !== 'chunked';
}
