import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open responses of a server: each ends with its client, and none delays the shutdown of the server. */
export interface OpenResponses {
  add(response: ServerResponse): void;
  /** Marks a response that never ends by itself: it is cut when the server closes. */
  stall(response: ServerResponse): void;
  /** Begins closing: cuts stalled responses, and closes each connection after its response. */
  beginClosing(server: Server): void;
  /** Resolves once every response has ended and its listeners have run. */
  settled(): Promise<void>;
}

export function createOpenResponses(): OpenResponses {
  const queued = new WeakMap<Socket, Set<ServerResponse>>();
  const stalled = new Set<ServerResponse>();
  let open = 0;
  let closing: Server | undefined;
  let tellSettled = () => {};

  /** Remembers a response that waits for an earlier one on its connection. */
  const queue = (response: ServerResponse) => {
    const { socket } = response.req;
    let waiting = queued.get(socket);
    if (!waiting) {
      waiting = new Set();
      queued.set(socket, waiting);
      socket.once('close', () => abandonQueued(waiting!));
    }
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
  };
  /** One listener for all responses: one each would cost memory for each open stream. */
  function close(this: ServerResponse): void {
    stalled.delete(this);
    if (--open === 0) tellSettled();
    // Node keeps a connection alive after a response even if its server has closed, so its client could continue
    // forever. The connection counts as idle one turn of the event loop later.
    if (closing) setImmediate(() => closing?.closeIdleConnections());
  }
  return {
    add(response) {
      open++;
      if (closing) response.shouldKeepAlive = false;
      response.on('close', close);
      if (!response.socket) queue(response);
    },
    stall(response) {
      if (closing) cutOff(response);
      else stalled.add(response);
    },
    beginClosing(server) {
      closing = server;
      for (const response of [...stalled]) cutOff(response);
    },
    settled: () =>
      new Promise((resolve) => {
        tellSettled = resolve;
        if (open === 0) resolve();
      }),
  };
}

/**
 * Responses to pipelined requests wait for earlier ones, and Node does not notify them when their connection closes.
 */
function abandonQueued(responses: Iterable<ServerResponse>): void {
  for (const response of [...responses]) {
    if (response.socket) continue;
    response.destroy();
    response.emit('close');
  }
}

function cutOff(response: ServerResponse): void {
  response.req.socket.resetAndDestroy();
}
