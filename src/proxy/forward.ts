import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { replyOf } from '../../mock/control/next-answers.ts';
import type { Incoming, Reply } from '../../mock/http/exchange.ts';
import { errorReply } from '../../mock/http/replies.ts';
import type { Decision, Seen } from '../../mock/request/decision.ts';
import { createDisturbance } from './body-faults.ts';
import { createEventBlocks } from './event-blocks.ts';
import type { ExchangeObserver, ObservedExchange } from './exchange-observer.ts';
import { endToEndHeaders, headerPairs, headerRecord } from './hop-by-hop.ts';
import { bodyFaultsOf } from './live-faults.ts';
import { playLive } from './live-playback.ts';
import type { LiveReply } from './live-reply.ts';
import { upstreamLabel } from './observe-journal.ts';
import { peekBody, type Replay } from './recording/replay.ts';
import type { SessionTurns } from './recording/session-turns.ts';
import { rewriteHeader } from './rewrite-origin.ts';
import { type Upstream, UpstreamError, type UpstreamResponse } from './upstream.ts';

/** The dependencies of a forwarder. */
export interface ForwardParts {
  upstream: Upstream;
  /** The Node request of a request of the core. */
  carrierOf(incoming: Incoming): IncomingMessage;
  /** Observes each exchange. */
  observe: ExchangeObserver;
  /** Recorded responses to send instead of forwarding. */
  replay?: Replay;
  /** True to never contact the upstream. */
  offline?: boolean;
  turns: SessionTurns;
  /** Maximum bytes of a request to compare with recordings. */
  bodyLimit: number;
  /** Maximum time from the request to the end of its response, in milliseconds. */
  requestTimeout: number;
}

const webSocketRefusal = 'This proxy forwards HTTP only; WebSocket upgrades are rejected.';

/** Sends each request to the upstream and passes on the response as it arrives. */
export function createForwarder(parts: ForwardParts): Decision {
  return async (incoming, seen) => {
    // Others are ignored (RFC 9110, section 7.8): HTTP clients offer `h2c` with ordinary requests.
    if (/\bwebsocket\b/i.test(incoming.header('upgrade') ?? '')) {
      return errorReply(501, webSocketRefusal, { 'x-proxy-error': 'upgrade' });
    }
    const instead = seen.faults.at('instead', replyOf(seen.next), seen.context);
    if (instead) return instead;
    if (!parts.replay) return forward(incoming, seen, parts);
    return replayOrForward(incoming, seen, { ...parts, replay: parts.replay });
  };
}

async function replayOrForward(
  incoming: Incoming,
  seen: Seen,
  parts: ForwardParts & { replay: Replay },
): Promise<Reply> {
  const { bytes, whole } = await peekBody(parts.carrierOf(incoming), parts.bodyLimit);
  const turn = parts.turns.of(incoming, seen);
  if (bytes) {
    seen.bytes = bytes;
    const recorded = await parts.replay.answer(incoming, seen, bytes, turn);
    if (recorded) return recorded;
  }
  if (!parts.offline) return forward(incoming, seen, parts, whole);
  parts.turns.free(incoming, seen);
  return parts.replay.miss(incoming, seen, bytes, turn);
}

/** Why a request was given up. */
const reasons = { left: new Error('The client left.'), late: new Error('The time for the exchange is over.') };

/** @param peeked the body, if part of it was already read */
async function forward(incoming: Incoming, seen: Seen, parts: ForwardParts, peeked?: Readable): Promise<Reply> {
  const { upstream, observe } = parts;
  const request = parts.carrierOf(incoming);
  const exchange = observe(incoming, seen);
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  const body = peeked ?? request;
  if (hasBody) {
    body.on('data', (chunk: Uint8Array) => exchange.requestBytes(chunk));
    body.once('end', () => exchange.requestEnd());
    body.pause();
  } else exchange.requestEnd();
  const call = upstream.send({
    method: incoming.method,
    target: targetOf(incoming.target),
    headers: withoutFaults(
      endToEndHeaders(request.rawHeaders, hasBody ? droppedWithBody : droppedWithoutBody),
      seen.preference.faults,
    ),
    body: hasBody ? body : undefined,
  });
  const timer = setTimeout(() => call.cancel(reasons.late), parts.requestTimeout);
  // Node detaches the socket from the request once its response has ended.
  const { socket } = request;
  const leave = () => call.cancel(reasons.left);
  socket.once('close', leave);
  const settle = () => {
    clearTimeout(timer);
    socket.removeListener('close', leave);
  };
  try {
    const reply = passOn(await call.response, request, seen, exchange, upstream);
    reply.live.playback.onEnd(settle);
    return reply;
  } catch (error) {
    settle();
    const failure =
      error === reasons.late ? new UpstreamError(`No response within ${parts.requestTimeout} ms.`, 504) : error;
    exchange.failed(failure);
    if (failure === reasons.left) return { status: 0, headers: {}, reset: true };
    if (failure instanceof UpstreamError) return errorReply(failure.status, failure.message);
    return errorReply(
      400,
      `This request cannot be forwarded: ${failure instanceof Error ? failure.message : failure}.`,
    );
  }
}

/** Removes the faults that the proxy injects from `Prefer`, because a mock upstream would inject them again. */
function withoutFaults(raw: string[], faults: readonly string[]): string[] {
  if (faults.length === 0) return raw;
  return headerPairs(raw).flatMap(([name, value]) => {
    if (name.toLowerCase() !== 'prefer') return [name, value];
    const isOurs = (part: string) => faults.some((fault) => part.replaceAll(/[\s"]/g, '') === `fault=${fault}`);
    const rest = value.split(/[,;]/).filter((part) => !isOurs(part));
    return rest.length > 0 ? [name, rest.join(',').trim()] : [];
  });
}

const droppedWithBody: ReadonlySet<string> = new Set(['host', 'expect', 'trailer']);
const droppedWithoutBody: ReadonlySet<string> = new Set(['host', 'expect', 'trailer', 'content-length']);
const nothing: ReadonlySet<string> = new Set();

function passOn(
  response: UpstreamResponse,
  request: IncomingMessage,
  { faults }: Seen,
  exchange: ObservedExchange,
  { url }: Upstream,
): LiveReply {
  const origins = { upstream: url, proxy: `http://${request.headers.host ?? 'localhost'}` };
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
  playback.onEnd((how) => exchange.ended(how));
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

/**
 * Path and query of any form of the request target: what follows the authority of an absolute one (RFC 9112, 3.2.2).
 */
function targetOf(target: string): string {
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [undefined, target];
  const path = rest || '/';
  return path.startsWith('/') ? path : `/${path}`;
}
