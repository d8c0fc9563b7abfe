import { createServer, type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedEvents } from '../../../mock/console/control-types.ts';
import { type StartOptions, startMock } from '../../../mock/index.ts';
import { encodeMessage } from '../../../src/sse/event-stream-encoder.ts';

/** The controls of the mock behind the page. */
export interface ConsoleMock {
  url: string;
  token: string;
  /** Sends the page an event that no real request causes. */
  tell<Kind extends keyof FeedEvents>(kind: Kind, data: FeedEvents[Kind]): void;
  close(): Promise<void>;
}

/** A mock behind a server that forwards everything unchanged and can add events to the live feed. */
export async function startConsoleMock(options: StartOptions = {}): Promise<ConsoleMock> {
  const mock = await startMock(options);
  const { hostname, port } = new URL(mock.url);
  const feeds = new Set<ServerResponse>();
  const handOn = (request: IncomingMessage, response: ServerResponse) => {
    const { method, url: path, headers } = request;
    const onward = requestTo({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      response.flushHeaders();
      if (path?.startsWith('/__mock/events')) feeds.add(response);
      answer.on('error', () => response.socket?.resetAndDestroy());
      answer.pipe(response);
    });
    onward.on('error', () => response.socket?.resetAndDestroy());
    response.on('close', () => {
      feeds.delete(response);
      onward.destroy();
    });
    request.pipe(onward);
  };
  const server = createServer(handOn);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: mock.token,
    tell(kind, data) {
      for (const feed of feeds) feed.write(encodeMessage({ event: kind, data: JSON.stringify(data) }));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mock.close();
    },
  };
}
