import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { Pool } from 'undici';

// The lower bound: a pool of undici that pipes bytes without reading them. Argument: the server to forward to.

const pool = new Pool(process.argv[2] ?? '');
const server = createServer((request, response) => {
  const { host: _, connection: __, 'keep-alive': ___, 'transfer-encoding': ____, ...headers } = request.headers;
  pool
    .request({
      method: request.method as 'GET',
      path: request.url ?? '/',
      headers,
      body: request.method === 'GET' ? null : request,
    })
    .then(({ statusCode, headers: { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...rest }, body }) => {
      response.writeHead(statusCode, rest);
      response.flushHeaders();
      pipeline(body, response, () => {});
    })
    .catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
