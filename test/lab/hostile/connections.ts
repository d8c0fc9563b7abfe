import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { HostileServer } from './hostile-server.ts';

/** Starts a plain TCP server; `talk` is called when a request's head has arrived. */
async function startSocketServer(talk: (socket: Socket) => void, greet?: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (greet) greet(socket);
    else socket.on('data', () => talk(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const says = (name: string, talk: (socket: Socket) => void): HostileServer => ({
  name,
  start: () => startSocketServer(talk),
});

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const emptyList = '{"items":[],"next_page_token":null}';

/** Writes `piece` repeatedly, as fast as it is read. */
function flood(socket: Socket, piece: string | Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece)) {
      // Until the socket's buffer is full.
    }
  };
  socket.on('drain', more);
  more();
}

/** Writes `piece` every `milliseconds`. */
function drip(socket: Socket, piece: string, milliseconds: number): void {
  const timer = setInterval(() => socket.write(piece), milliseconds);
  socket.on('close', () => clearInterval(timer));
}

/** Servers that violate HTTP, or never end. */
export const hostileConnections: HostileServer[] = [
  says('never answers', () => {}),
  {
    name: 'accepts and closes',
    start: () =>
      startSocketServer(
        () => {},
        (socket) => socket.end(),
      ),
  },
  {
    name: 'accepts and resets',
    start: () =>
      startSocketServer(
        () => {},
        (socket) => socket.resetAndDestroy(),
      ),
  },
  {
    name: 'speaks first, garbage',
    start: () =>
      startSocketServer(
        () => {},
        (socket) => socket.end('220 mail.example ESMTP\r\n'),
      ),
  },
  says('half a head', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Ty')),
  says('half a body, then nothing', (socket) => socket.write(`${head}Content-Length: 100\r\n\r\n{"items":[`)),
  says('half a body, then closed', (socket) => socket.end(`${head}Content-Length: 100\r\n\r\n{"items":[`)),
  says('head in drips', (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX: ');
    drip(socket, 'x', 200);
  }),
  says('body in drips for ever', (socket) => {
    socket.write(`${head}\r\n`);
    drip(socket, ' ', 200);
  }),
  says('content length too large', (socket) => socket.write(`${head}Content-Length: 99999999999\r\n\r\n${emptyList}`)),
  says('content length too small', (socket) => socket.write(`${head}Content-Length: 3\r\n\r\n${emptyList}`)),
  says('two content lengths', (socket) =>
    socket.end(`${head}Content-Length: 3\r\nContent-Length: 35\r\n\r\n${emptyList}`),
  ),
  says('negative content length', (socket) => socket.end(`${head}Content-Length: -1\r\n\r\n${emptyList}`)),
  says('invalid chunk size', (socket) =>
    socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n${emptyList}\r\n0\r\n\r\n`),
  ),
  says('chunk size of 16 exabytes', (socket) =>
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n${emptyList}`),
  ),
  says('a chunk extension without end', (socket) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n5;`);
    flood(socket, 'x'.repeat(65_536));
  }),
  says('garbage in place of HTTP', (socket) =>
    socket.end(Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 131) % 256))),
  ),
  says('status 999', (socket) => socket.end('HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n')),
  says('status 000', (socket) => socket.end('HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n')),
  says('status line with escape sequences', (socket) =>
    socket.end('HTTP/1.1 500 \x1b[2J\x1b]0;owned\x07\r\nContent-Length: 0\r\n\r\n'),
  ),
  says('10,000 headers', (socket) =>
    socket.end(
      `${head}${Array.from({ length: 10_000 }, (_, at) => `X-${at}: y\r\n`).join('')}Content-Length: 35\r\n\r\n${emptyList}`,
    ),
  ),
  says('a header of a megabyte', (socket) =>
    socket.end(`${head}X: ${'x'.repeat(1_048_576)}\r\nContent-Length: 35\r\n\r\n${emptyList}`),
  ),
  says('headers for ever', (socket) => {
    socket.write(head);
    flood(socket, `X-Y: ${'z'.repeat(8000)}\r\n`);
  }),
  says('a header line every 100 ms', (socket) => {
    socket.write(head);
    drip(socket, 'X-Y: z\r\n', 100);
  }),
  says('a body of one byte every 100 ms', (socket) => {
    socket.write(`${head}Content-Length: 35000\r\n\r\n{"items":[`);
    drip(socket, ' ', 100);
  }),
  says('1xx for ever', (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(100))),
  says('100 Continue every 100 ms', (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 100)),
  says('switches protocols', (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ),
  says('answers twice', (socket) => socket.write(`${head}Content-Length: 35\r\n\r\n${emptyList}`.repeat(2))),
  says('400 MB of JSON', (socket) => {
    socket.write(`${head}Content-Length: 419430400\r\n\r\n{"items":["`);
    flood(socket, 'x'.repeat(262_144));
  }),
];
