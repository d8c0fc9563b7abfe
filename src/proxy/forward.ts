import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { replyOf } from '../../mock/control/response-queue.ts';
import type { Incoming, Reply } from '../../mock/http/exchange.ts';
import { errorReply } from '../../mock/http/replies.ts';
import type { Decision, Seen } from '../../mock/request/decision.ts';
import { cut } from '../shared/excerpt.ts';
import type { ExchangeObserver } from './exchange-observer.ts';
import { endToEndHeaders, headerPairs } from './hop-by-hop.ts';
import { sendInterim } from './live-reply.ts';
import { originForm } from './origin-form.ts';
import { isUnknownCoding, passOn } from './pass-on.ts';
import { peekBody, type Replay } from './recording/replay.ts';
import type { SessionTurns } from './recording/session-turns.ts';
import type { Upstream } from './upstream/upstream.ts';
import { UpstreamError } from './upstream/upstream-error.ts';

/** Node's two sides of an exchange with a client. */
export interface Carrier {
  request: IncomingMessage;
  response: ServerResponse;
}

/** The dependencies of a forwarder. */
export interface ForwardParts {
  upstream: Upstream;
  /** Connects Node's requests with the core. */
  carrierOf(incoming: Incoming): Carrier;
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

/** Sends each request to the upstream and forwards the response as it arrives. */
export function createForwarder(parts: ForwardParts): Decision {
  return async (incoming, seen) => {
    // Others are ignored (RFC 9110, section 7.8): HTTP clients offer `h2c` with ordinary requests.
    if (/\bwebsocket\b/i.test(incoming.header('upgrade') ?? '')) {
      return errorReply(501, webSocketRefusal, { 'x-proxy-error': 'upgrade' });
    }
    const coding = incoming.header('transfer-encoding');
    if (isUnknownCoding(coding)) return errorReply(501, `This proxy does not decode Transfer-Encoding: ${coding}.`);
    if (originForm(incoming.target) === undefined) {
      return errorReply(400, `This request cannot be forwarded: ${cut(incoming.target, 120)} is not a path.`);
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
  const { bytes, whole } = await peekBody(parts.carrierOf(incoming).request, parts.bodyLimit);
  const turn = parts.turns.of(incoming, seen);
  if (bytes) {
    seen.bytes = bytes;
    const recorded = await parts.replay.answer(incoming, seen, bytes, turn);
    if (recorded) {
      if (recorded.status >= 400) parts.turns.free(incoming, seen);
      return recorded;
    }
  }
  if (!parts.offline) return forward(incoming, seen, parts, whole);
  parts.turns.free(incoming, seen);
  return parts.replay.miss(incoming, seen, bytes, turn);
}

/** The reason for cancelling a request. */
const reasons = {
  left: new Error('The client left.'),
  late: new Error('The exchange exceeded its maximum time.'),
  unusable: new Error('The response cannot be forwarded.'),
};

/** @param peeked the body, if part of it was already read */
async function forward(incoming: Incoming, seen: Seen, parts: ForwardParts, peeked?: Readable): Promise<Reply> {
  const { upstream, observe } = parts;
  const { request, response } = parts.carrierOf(incoming);
  const exchange = observe(incoming, seen);
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  const hasBody = isChunked || request.headers['content-length'] !== undefined;
  const body = peeked ?? request;
  if (hasBody) {
    body.on('data', (chunk: Uint8Array) => exchange.requestBytes(chunk));
    body.once('end', () => exchange.requestEnd());
    body.pause();
  } else exchange.requestEnd();
  const call = upstream.send({
    method: incoming.method,
    target: originForm(incoming.target)!,
    headers: withoutFaults(
      endToEndHeaders(request.rawHeaders, hasBody ? droppedWithBody : droppedWithoutBody),
      seen.preference.faults,
    ),
    body: hasBody ? body : undefined,
    ...(isChunked && request.headers.trailer !== undefined
      ? { trailers: () => endToEndHeaders(request.rawTrailers, nothing) }
      : {}),
    onInterim: (status, rawHeaders) => sendInterim(response, status, rawHeaders),
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
    const received = await call.response;
    if (received.status >= 400) parts.turns.free(incoming, seen);
    const reply = passOn(received, request, seen, exchange, upstream);
    reply.live.playback.onEnd(settle);
    return reply;
  } catch (error) {
    settle();
    const failure =
      error === reasons.late ? new UpstreamError(`No response within ${parts.requestTimeout} ms.`, 504) : error;
    call.cancel(reasons.unusable);
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

const droppedWithBody: ReadonlySet<string> = new Set(['host', 'expect']);
const droppedWithoutBody: ReadonlySet<string> = new Set(['host', 'expect', 'trailer', 'content-length']);
const nothing: ReadonlySet<string> = new Set();
