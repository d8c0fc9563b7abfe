import { collectBody, type Incoming, type Playback, payloadOf, type Reply } from './exchange.ts';

/** A web request as the core reads it. */
export function fromRequest(request: Request): Incoming {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    header: (name) => request.headers.get(name) ?? undefined,
    get rawHeaders() {
      return [...request.headers].flat();
    },
    readBody: async (limit) => (request.body ? collectBody(request.body, limit) : new Uint8Array()),
  };
}

/**
 * A reply as a web response.
 *
 * @param request its signal aborts when the client goes away
 * @throws {TypeError} where the reply resets the connection: `fetch` fails so
 */
export function toResponse(reply: Reply, request: Request): Response {
  if (reply.reset) throw new TypeError('The mock reset the connection.');
  const body = reply.playback ? toStream(reply.playback, request) : payloadOf(reply);
  return new Response(body ?? null, { status: reply.status, headers: reply.headers });
}

/** A playback as a stream of bytes that makes nothing ahead of what its reader takes. */
export function toStream(playback: Playback, request: Request): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Node's fetch (undici) aborts the signal of a request only while the request itself is reachable, so the stream
      // refers to the request.
      const { signal } = request;
      const leave = () => {
        playback.leave();
        controller.error(new Error('The client went away.'));
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      playback.onEnd(() => signal.removeEventListener('abort', leave));
      playback.begin({
        write(bytes) {
          controller.enqueue(bytes);
          return (controller.desiredSize ?? 0) > 0;
        },
        end: () => controller.close(),
        fail: () => controller.error(new Error('The turn was cut.')),
      });
    },
    pull: () => playback.drain(),
    cancel: () => playback.leave(),
  });
}
