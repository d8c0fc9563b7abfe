import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The answers of a server that are under way, so that none outlives its client, and none holds up the server's end. */
export interface OpenAnswers {
  add(response: ServerResponse): void;
  /** Marks an answer that has no end of its own: it is cut off as soon as the server closes. */
  stall(response: ServerResponse): void;
  /** The server closes: what stalls is cut off, and no connection is kept alive behind its answer. */
  beginClosing(server: Server): void;
  /** Resolves once every answer has ended and whoever listens for that was told. */
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
        // Node keeps a connection alive after an answer even where its server has closed: its client could go on for
        // ever. A turn of the loop later the connection counts as idle.
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

/** Answers to pipelined requests wait for those before them, and Node does not tell them that their connection closed. */
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
