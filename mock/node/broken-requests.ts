import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';

/**
 * Returns errors in the contract's shape for requests that Node itself would reject, or not at all: malformed requests,
 * an unsupported `Expect`, and CONNECT.
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
      'This server is not a proxy: CONNECT is not supported.',
      'allow: GET, POST\r\n',
    );
  });
  server.on('checkExpectation', (request, response) => {
    const detail = `Expect: ${String(request.headers.expect).slice(0, 60)} is not supported. Only 100-continue is.`;
    const { status, headers, body } = errorReply(417, detail);
    const text = JSON.stringify(body);
    response
      .writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' })
      .end(text);
  });
}

/** HTTP/1.1 requires exactly one Host header (RFC 9112, section 3.2). @returns the error if there is none or several */
export function refuseHosts({ httpVersion, rawHeaders }: IncomingMessage): Reply | undefined {
  if (httpVersion !== '1.1') return undefined;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  if (hosts === 1) return undefined;
  return errorReply(400, `Expected one Host header, got ${hosts}.`, { connection: 'close' });
}

function reasonOf(code: string | undefined, largestHeader: number): [status: number, reason: string, detail: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = `The headers are longer than the ${largestHeader} bytes that this server accepts.`;
    return [431, 'Request Header Fields Too Large', detail];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout', 'The request took too long to arrive.'];
  return [400, 'Bad Request', 'This is not a valid HTTP/1.1 request.'];
}

function refuse(socket: Duplex, status: number, reason: string, detail: string, more = ''): void {
  const body = JSON.stringify(errorReply(status, detail).body);
  const headers = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}connection: close`;
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${headers}\r\n\r\n${body}`);
}
