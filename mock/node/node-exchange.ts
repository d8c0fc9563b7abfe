import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Incoming, type Playback, payloadOf, type Reply } from '../http/exchange.ts';

/** A request of Node's server as the core reads it. @param stall is called where its answer will never begin by itself */
export function fromNode(request: IncomingMessage, stall: () => void): Incoming {
  return {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    header: (name) => textOf(request.headers[name]),
    rawHeaders: request.rawHeaders,
    readBody: (limit) => readBody(request, limit),
    remoteAddress: request.socket.remoteAddress,
    stall,
  };
}

/**
 * Sends a reply. A playback is sent as fast as the client reads it; one that fails resets the connection.
 *
 * @param stall is called where the answer will never end by itself
 */
export function sendToNode(reply: Reply, request: IncomingMessage, response: ServerResponse, stall: () => void): void {
  if (response.destroyed) {
    reply.playback?.leave();
    return;
  }
  if (reply.reset) {
    request.socket.resetAndDestroy();
    return;
  }
  const payload = payloadOf(reply);
  const length = payload === undefined || reply.playback ? {} : { 'content-length': Buffer.byteLength(payload) };
  // A body that was not read to its end cannot be followed by another request on the same connection.
  const last = request.complete ? {} : { connection: 'close' };
  // A spread takes ten times as long where more follows it.
  response.writeHead(reply.status, Object.assign({}, reply.headers, length, last));
  if (reply.playback) sendPlayback(reply.playback, response, stall);
  else response.end(payload);
}

function sendPlayback(playback: Playback, response: ServerResponse, stall: () => void): void {
  response.flushHeaders();
  response.on('drain', () => playback.drain());
  response.once('close', () => playback.leave());
  playback.begin({
    write: (bytes) => response.write(bytes),
    end: () => void response.end(),
    fail: () => void response.socket?.resetAndDestroy(),
    stall,
  });
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

const noBytes = new Uint8Array();

/**
 * A body of up to so many times the limit is read to its end and thrown away: a client that is answered while it sends
 * loses the answer, because what it sends then resets the connection.
 */
const mostDiscarded = 30;

/** Listeners, and not an iterator: a small body then costs a third of the time. */
function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | 'too long' | 'cut off'> {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') {
    return Promise.resolve(noBytes);
  }
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length <= limit) return void parts.push(chunk);
      parts.length = 0;
      if (length <= limit * mostDiscarded) return;
      request.pause();
      resolve('too long');
    });
    request.once('end', () => {
      if (length > limit) resolve('too long');
      else resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    });
    request.once('close', () => resolve('cut off'));
  });
}
