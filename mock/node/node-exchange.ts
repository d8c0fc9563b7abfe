import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Incoming, type Playback, payloadOf, type Reply, type Sink } from '../http/exchange.ts';

/** Adapts a request of Node's server for the core. @param stall called if the response will never begin */
export function fromNode(request: IncomingMessage, stall: () => void): Incoming {
  return new NodeIncoming(request, stall);
}

class NodeIncoming implements Incoming {
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly #request: IncomingMessage;

  readonly stall: () => void;

  constructor(request: IncomingMessage, stall: () => void) {
    this.stall = stall;
    this.method = request.method ?? 'GET';
    this.target = request.url ?? '/';
    this.rawHeaders = request.rawHeaders;
    this.#request = request;
  }

  get remoteAddress(): string | undefined {
    return this.#request.socket.remoteAddress;
  }

  header(name: string): string | undefined {
    const value = this.#request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  readBody(limit: number): Promise<Uint8Array | 'too long' | 'cut off'> {
    return readBody(this.#request, limit);
  }
}

/**
 * Sends a reply. A playback is sent as fast as the client reads it; one that fails resets the connection.
 *
 * @param stall called if the response will never end by itself
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
  // After an unread body, the connection cannot be reused.
  const last = request.complete ? {} : { connection: 'close' };
  // A spread would take ten times as long.
  response.writeHead(reply.status, Object.assign({}, reply.headers, length, last));
  if (reply.playback) sendPlayback(reply.playback, request, response, stall);
  else response.end(payload);
}

function sendPlayback(playback: Playback, request: IncomingMessage, response: ServerResponse, stall: () => void): void {
  response.flushHeaders();
  // Not `once`, which would keep three more objects for each open stream.
  response.on('close', () => playback.leave());
  forgetBody(request);
  playback.begin(new NodeSink(response, playback, stall));
}

/** The body of a response as the destination of a playback. */
class NodeSink implements Sink {
  readonly #response: ServerResponse;
  readonly #playback: Playback;

  readonly stall: () => void;

  constructor(response: ServerResponse, playback: Playback, stall: () => void) {
    this.#response = response;
    this.#playback = playback;
    this.stall = stall;
  }

  write(bytes: Uint8Array): boolean {
    const accepts = this.#response.write(bytes);
    if (!accepts && this.#response.listenerCount('drain') === 0) {
      this.#response.once('drain', () => this.#playback.drain());
    }
    return accepts;
  }

  end(): void {
    this.#response.end();
  }

  fail(): void {
    this.#response.socket?.resetAndDestroy();
  }
}

const noBytes = new Uint8Array();

/**
 * A body of up to this many times the limit is read and discarded: if the connection closes while the client is
 * sending, the reset makes the client lose the response.
 */
const mostDiscarded = 30;

/** Uses listeners instead of an iterator: a small body then takes a third of the time. */
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
    // Not `once`: a wrapper, or a listener that is removed, is memory for each open stream.
    request.on('close', () => resolve('cut off'));
    request.on('end', () => {
      if (length > limit) resolve('too long');
      else resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      parts.length = 0;
    });
  });
}

/** Removes the listeners of a body that was read: thousands of streams may be open. */
function forgetBody(request: IncomingMessage): void {
  if (!request.complete) return;
  for (const event of ['data', 'end', 'close']) request.removeAllListeners(event);
}
