import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The changes of a stream in a relay. */
export interface RelayChoice {
  /** Ends lines in CRLF. */
  crlf?: boolean;
  /** Splits the bytes into pieces of this size. */
  piece?: number;
}

/** Forwards requests to a server, and its streams with other line ends and pieces. */
export async function startRelay(
  upstream: string,
  { crlf, piece }: RelayChoice,
): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
    const answer = await fetch(upstream + request.url, {
      method: request.method!,
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const text = await answer.text();
    const bytes = Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text);
    const sent = Object.fromEntries(
      [...answer.headers].filter(
        ([name]) => !/^(content-length|content-encoding|transfer-encoding|connection)$/.test(name),
      ),
    );
    response.writeHead(answer.status, sent);
    const size = piece ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size));
      if (at % (size * 16) === 0) await new Promise(setImmediate);
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
