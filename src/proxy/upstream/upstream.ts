import { createHandler, openPool } from './pool.ts';
import { sendWithNode } from './send-with-node.ts';
import type { UpstreamBounds } from './upstream-bounds.ts';
import { createCall, type UpstreamCall, type UpstreamRequest } from './upstream-call.ts';
import { explainFailure } from './upstream-error.ts';

/** The server that a proxy forwards to. */
export interface Upstream {
  readonly url: URL;
  send(request: UpstreamRequest): UpstreamCall;
  close(): Promise<void>;
}

/**
 * Opens a pool of connections to one server.
 *
 * It opens a connection for each concurrent request, as HTTP/1.1 without pipelining requires, without a limit: a stream
 * occupies its connection for minutes.
 */
export function openUpstream(url: URL, bounds: UpstreamBounds): Upstream {
  const pool = openPool(url, bounds);
  const base = url.pathname.replace(/\/$/, '');
  return {
    url,
    send({ method, target, headers, body, trailers, onInterim }) {
      const call = createCall((error) => explainFailure(error, url));
      // `OPTIONS *` concerns the server, not a path (RFC 9110, section 9.3.7).
      const path = target === '*' ? target : base + target;
      const own = [...headers, 'host', url.host];
      // undici sends neither.
      if (trailers || target === '*') {
        sendWithNode({ url, method, path, headers: own, body, trailers, onInterim }, call.events, bounds);
      } else pool.send({ method, path, headers: own, body }, createHandler(call.events, onInterim));
      return call;
    },
    close: pool.close,
  };
}
