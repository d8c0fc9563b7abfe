import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import errors from 'undici/lib/core/errors.js';
import { headerPairs } from '../hop-by-hop.ts';
import type { UpstreamBounds } from './upstream-bounds.ts';
import type { CallEvents, UpstreamRequest } from './upstream-call.ts';

/** A request for Node's client. */
interface NodeRequest extends Pick<UpstreamRequest, 'method' | 'headers' | 'body'> {
  url: URL;
  path: string;
  trailers: UpstreamRequest['trailers'] | undefined;
  onInterim: UpstreamRequest['onInterim'] | undefined;
}

/** Sends a request on a separate connection, with trailers. */
export function sendWithNode(
  { url, method, path, headers, body, trailers, onInterim }: NodeRequest,
  events: CallEvents,
  { silence, headerBytes }: UpstreamBounds,
): void {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  let sent: ClientRequest;
  try {
    sent = send(url, {
      method,
      path,
      // With trailers, a body is sent in chunks (RFC 9112, section 7.1.2).
      headers: trailers ? [...headers, 'transfer-encoding', 'chunked'] : headers,
      agent: false,
      maxHeaderSize: headerBytes,
      timeout: silence,
    });
  } catch (error) {
    events.fail(error);
    return;
  }
  // The same as on the server's side.
  sent.maxHeadersCount = 0;
  let response: IncomingMessage | undefined;
  sent.on('error', events.fail);
  // A response that waits for a slow client does not count as silence of the upstream.
  sent.on('timeout', () => {
    if (!response?.isPaused()) sent.destroy(new errors.HeadersTimeoutError());
  });
  sent.on('information', ({ statusCode, rawHeaders }) => onInterim?.(statusCode, rawHeaders));
  sent.on('upgrade', () => void sent.destroy(new Error('bad upgrade')));
  sent.on('response', (message) => {
    response = message;
    const { statusCode: status = 0, statusMessage = '', rawHeaders } = message;
    message.on('data', events.data);
    message.on('end', () => events.end(headerPairs(message.rawTrailers)));
    message.on('error', events.fail);
    events.head({ status, statusMessage, rawHeaders });
  });
  events.begin({
    abort: (reason) => void sent.destroy(reason),
    pause: () => void response?.pause(),
    resume: () => void response?.resume(),
  });
  if (!body) {
    sent.end();
    return;
  }
  body.on('end', () => {
    if (trailers) sent.addTrailers(headerPairs(trailers()));
    sent.end();
  });
  body.pipe(sent, { end: false });
}
