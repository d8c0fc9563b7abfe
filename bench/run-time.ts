import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probesFor } from '../contract-tests/evaluate.ts';
import type { Exchange } from '../contract-tests/observation/exchange.ts';
import { observe } from '../contract-tests/observe.ts';
import { rules } from '../contract-tests/rules/index.ts';
import { defaultOptions } from '../contract-tests/run-options.ts';
import document from '../generated/openapi.json' with { type: 'json' };
import { systemClock } from '../lib/clock.ts';
import { readContract } from '../lib/contract.ts';
import { laboratoryToken, startServer } from './servers/reference-server.ts';

/** How long the slow server takes for each request, in milliseconds. */
const delay = 400;

/** A server in front of another that holds each request back. */
async function slowDown(target: string): Promise<{ url: string; close(): void }> {
  const server = createServer((incoming, outgoing) => {
    setTimeout(() => {
      const { method, url, headers } = incoming;
      const forwarded = request(`${target}${url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      outgoing.on('close', () => forwarded.destroy());
      forwarded.on('error', () => outgoing.destroy());
      incoming.pipe(forwarded);
    }, delay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The longest time in which one request of a run waited for another on the same session, in milliseconds. */
function longestChain(exchanges: readonly Exchange[]): number {
  const sums = new Map<string, number>();
  let free = 0;
  for (const { session, durationMs, operation } of exchanges) {
    if (session === undefined) free = Math.max(free, operation === 'listSessions' ? durationMs : 0);
    else sums.set(session, (sums.get(session) ?? 0) + durationMs);
  }
  return Math.max(...sums.values()) + free;
}

async function measure(name: string, baseUrl: string, concurrency: number): Promise<void> {
  const seen = await observe(
    { ...defaultOptions, contract: readContract(document), baseUrl, token: laboratoryToken, concurrency },
    probesFor(rules),
    { clock: systemClock, signal: new AbortController().signal },
  );
  const chain = longestChain(seen.exchanges);
  const figures = [seen.exchanges.length, seen.turnsSent, Math.round(seen.durationMs), Math.round(chain)];
  process.stdout.write(
    `| ${name} | ${concurrency} | ${figures.join(' | ')} | ${(seen.durationMs / chain).toFixed(2)} |\n`,
  );
}

const server = await startServer();
const slow = await slowDown(server.url);
process.stdout.write(
  '| server | requests at once | requests | turns | ms | longest session ms | ratio |\n|---|---|---|---|---|---|---|\n',
);
for (const concurrency of [8, 32, 64]) {
  await measure('reference server', server.url, concurrency);
  await measure(`the same, ${delay} ms a request`, slow.url, concurrency);
}
slow.close();
await server.close();
