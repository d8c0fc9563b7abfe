import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open responses of a server: each ends with its client, and none delays the shutdown of the server. */
export interface OpenAnswers {
  add(response: ServerResponse): void;
  /** Marks a response that never ends by itself: it is cut when the server closes. */
  stall(response: ServerResponse): void;
  /** Begins closing: cuts stalled responses, and closes each connection after its response. */
  beginClosing(server: Server): void;
  /** Resolves once every response has ended and its listeners have run. */
  settled(): Promise<void>;
}

export function createOpenAnswers(): OpenAnswers {
  const bySocket = new WeakMap<Socket, Set<ServerResponse>>();
  const stalled = new Set<ServerResponse>();
  let open = 0;
  let closing: Server | undefined;
  let tellSettled = () => {};

  const answersOn = (socket: Socket): Set<ServerResponse> => {
    let answers = bySocket.get(socket);
    if (!answers) {
      answers = new Set();
      bySocket.set(socket, answers);
      socket.once('close', () => abandonQueued(answers!));
    }
    return answers;
  };
  return {
    add(response) {
      const answers = answersOn(response.req.socket);
      answers.add(response);
      open++;
      if (closing) response.shouldKeepAlive = false;
      response.once('close', () => {
        answers.delete(response);
        stalled.delete(response);
        if (--open === 0) tellSettled();
        // Node keeps a connection alive after a response even if its server has closed, so its client could continue
        // forever. The connection counts as idle one turn of the event loop later.
        if (closing) setImmediate(() => closing?.closeIdleConnections());
      });
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
function abandonQueued(answers: Iterable<ServerResponse>): void {
  for (const response of [...answers]) {
    if (response.socket) continue;
    response.destroy();
    response.emit('close');
  }
}

function cutOff(response: ServerResponse): void {
  response.req.socket.resetAndDestroy();
}
