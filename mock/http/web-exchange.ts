import { collectBody, type Incoming, type Playback, payloadOf, type Reply } from './exchange.ts';

/**
 * Adapts a web request for the core. The request is not copied: a copy loses its method and headers if it was created
 * by another `Request` class than the environment's (jsdom).
 *
 * @param base a path before the paths of the contract: `/base`
 */
export function fromRequest(request: Request, base = ''): Incoming {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname.slice(base.length) + search,
    header: (name) => request.headers.get(name) ?? undefined,
    get rawHeaders() {
      return [...request.headers].flat();
    },
    readBody: async (limit) => (request.body ? collectBody(chunksOf(request.body), limit) : new Uint8Array()),
  };
}

/** Not every browser supports iteration over a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Converts a reply to a web response.
 *
 * @param request its signal aborts when the client goes away
 * @throws {TypeError} if the reply resets the connection, as `fetch` does
 */
export function toResponse(reply: Reply, request: Request): Response {
  if (reply.reset) throw new TypeError('The mock reset the connection.');
  const body = reply.playback ? toStream(reply.playback, request) : payloadOf(reply);
  return new Response(body ?? null, { status: reply.status, headers: reply.headers });
}

/** Converts a playback to a byte stream that generates no more than its reader consumes. */
function toStream(playback: Playback, request: Request): ReadableStream<Uint8Array> {
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
