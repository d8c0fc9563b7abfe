import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '../../mock/http/exchange.ts';
import { sendToNode } from '../../mock/node/node-exchange.ts';
import { headerPairs, headerRecord } from './hop-by-hop.ts';
import type { LivePlayback } from './live-playback.ts';

/** A response of the upstream on its way through the mock's core; faults and CORS change `headers`. */
export interface LiveReply extends Reply {
  live: {
    statusMessage: string;
    /** The original headers with repeated fields, without hop-by-hop ones. */
    rawHeaders: readonly string[];
    /** `headers` before the core changed it. */
    headers: Readonly<Record<string, string>>;
    playback: LivePlayback;
    trailers(): [name: string, value: string][];
  };
}

/** Sends a reply of the core: an upstream response unchanged, any other like the mock. */
export function sendReply(
  reply: Reply | LiveReply,
  request: IncomingMessage,
  response: ServerResponse,
  stall: () => void,
): void {
  if (!('live' in reply) || reply.reset || reply.playback !== reply.live.playback) {
    sendToNode(reply, request, response, stall);
    return;
  }
  const { live } = reply;
  if (response.destroyed) {
    live.playback.leave();
    return;
  }
  response.sendDate = false;
  // Header bytes that are not ASCII cannot be sent unchanged.
  if (/^[\t\x20-\x7e]+$/.test(live.statusMessage)) {
    response.statusMessage = live.statusMessage;
  }
  response.writeHead(reply.status, changedHeaders(live.rawHeaders, live.headers, reply.headers));
  response.on('drain', () => live.playback.drain());
  response.once('close', () => live.playback.leave());
  let begun = false;
  live.playback.begin({
    write(bytes) {
      begun = true;
      return response.write(bytes);
    },
    end() {
      begun = true;
      const trailers = live.trailers();
      if (trailers.length > 0 && response.chunkedEncoding) response.addTrailers(trailers);
      response.end();
    },
    fail: () => void response.socket?.resetAndDestroy(),
  });
  // If the body is already there, the head is sent in the same packet.
  if (!begun) response.flushHeaders();
}

/** Forwards `102 Processing` and `103 Early Hints` (RFC 9110, section 15.2); Node sends no others. */
export function sendInterim(response: ServerResponse, status: number, rawHeaders: readonly string[]): void {
  if (response.headersSent || response.destroyed || response.req.httpVersion === '1.0') return;
  if (status === 102) response.writeProcessing();
  if (status !== 103) return;
  try {
    response.writeEarlyHints(headerRecord(rawHeaders));
  } catch {
    // Node rejects links that it cannot parse. Hints are optional.
  }
}

/** The original headers, with changes and additions of the core. */
function changedHeaders(
  raw: readonly string[],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  if (sameHeaders(before, after)) return [...raw];
  const kept = headerPairs(raw).filter(([name]) => after[name.toLowerCase()] === before[name.toLowerCase()]);
  const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
  return [...kept, ...changed].flat();
}

function sameHeaders(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(after);
  return names.length === Object.keys(before).length && names.every((name) => before[name] === after[name]);
}
