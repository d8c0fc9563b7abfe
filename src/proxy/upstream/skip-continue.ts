import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Connections of this proxy, with the bytes of a response head that are not yet known to be an interim response. */
const awaitingHead = new WeakMap<object, boolean>();

// https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
subscribe('undici:client:sendHeaders', (message) => {
  const { socket } = message as { socket: object };
  if (awaitingHead.has(socket)) awaitingHead.set(socket, true);
});

const start = 'HTTP/1.1 100';
/** A longer head is left to undici, which rejects it. */
const longest = 16_384;

/**
 * Removes `100 Continue` before a response. A client may receive it without having asked for it (RFC 9110, section
 * 15.2), but undici then closes the connection.
 */
export function skipContinue<Connection extends Socket>(socket: Connection): Connection {
  awaitingHead.set(socket, false);
  const read = socket.read.bind(socket);
  let held: Buffer | undefined;
  socket.read = (size) => {
    for (;;) {
      const chunk: Buffer | null = read(size);
      if (chunk === null || !awaitingHead.get(socket)) return chunk;
      const bytes: Buffer = held ? Buffer.concat([held, chunk]) : chunk;
      held = undefined;
      const rest = withoutContinue(bytes);
      if (rest === 'incomplete' && bytes.length < longest) held = bytes;
      else {
        awaitingHead.set(socket, false);
        return rest === 'incomplete' ? bytes : rest;
      }
    }
  };
  return socket;
}

/** The bytes after the interim responses; `incomplete` if the next response may be another one. */
function withoutContinue(bytes: Buffer): Buffer | 'incomplete' {
  let rest = bytes;
  for (;;) {
    const begin = rest.toString('latin1', 0, start.length);
    if (!start.startsWith(begin)) return rest;
    const end = rest.indexOf('\r\n\r\n');
    if (begin.length < start.length || end === -1) return 'incomplete';
    rest = rest.subarray(end + 4);
  }
}
