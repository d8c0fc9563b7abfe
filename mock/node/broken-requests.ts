import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';

/**
 * Answers in the error shape what Node would otherwise refuse in a word of its own, or not at all: what its parser
 * cannot
 * read, `Expect` that nobody meets, and CONNECT, which no API has.
 *
 * @param largestHeader in bytes, for the message
 */
export function refuseBrokenRequests(server: Server, largestHeader: number): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    refuse(socket, ...reasonOf(error.code, largestHeader));
  });
  server.on('connect', (_, socket) => {
    socket.on('error', () => {});
    refuse(
      socket,
      405,
      'Method Not Allowed',
      'This is an API and no proxy: CONNECT is not taken.',
      'allow: GET, POST\r\n',
    );
  });
  server.on('checkExpectation', (request, response) => {
    const detail = `Expect: ${String(request.headers.expect).slice(0, 60)} cannot be met; only 100-continue can.`;
    const { status, headers, body } = errorReply(417, detail);
    const text = JSON.stringify(body);
    response
      .writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' })
      .end(text);
  });
}

/** HTTP/1.1 has exactly one Host (RFC 9112, section 3.2). @returns the refusal where it is otherwise */
export function refuseHosts({ httpVersion, rawHeaders }: IncomingMessage): Reply | undefined {
  if (httpVersion !== '1.1') return undefined;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  if (hosts === 1) return undefined;
  return errorReply(400, `A request has one Host header, and this one has ${hosts}.`, { connection: 'close' });
}

function reasonOf(code: string | undefined, largestHeader: number): [status: number, reason: string, detail: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = `The headers are longer than the ${largestHeader} bytes that this server accepts.`;
    return [431, 'Request Header Fields Too Large', detail];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout', 'The request took too long to arrive.'];
  return [400, 'Bad Request', 'This is not HTTP/1.1.'];
}

function refuse(socket: Duplex, status: number, reason: string, detail: string, more = ''): void {
  const body = JSON.stringify(errorReply(status, detail).body);
  const headers = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}connection: close`;
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${headers}\r\n\r\n${body}`);
}
