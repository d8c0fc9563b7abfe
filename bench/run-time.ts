import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exchange } from '../contract-tests/run/http/exchange.ts';
import { runContractTests } from '../contract-tests/run/run-contract-tests.ts';
import document from '../generated/openapi.json' with { type: 'json' };
import { startMock } from '../mock/index.ts';
import { readContract } from '../src/openapi/read/read-contract.ts';
import { packageRoot } from '../src/shared/package-root.ts';
import { laboratoryToken, startServer } from '../test/lab/reference-server.ts';

/** The delay of each request of the slow server, in milliseconds. */
const delay = 400;

/** A server that delays each request to another server. */
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

/**
 * The longest chain of dependent requests, in milliseconds: the first request, the creation, and the time in which
 * requests about one session were pending. Concurrent requests count once.
 */
function longestChain(exchanges: readonly Exchange[]): number {
  const [first] = exchanges;
  const creations = exchanges.filter(
    ({ operation, credential }) => operation === 'createSession' && credential === 'valid',
  );
  const sessions = new Set(exchanges.flatMap(({ session }) => session ?? []));
  const busy = [...sessions].map((id) => timeUnderWay(exchanges.filter(({ session }) => session === id)));
  return (first?.durationMs ?? 0) + Math.min(...creations.map(({ durationMs }) => durationMs)) + Math.max(...busy);
}

/** The time in which at least one of these requests was pending, in milliseconds. */
function timeUnderWay(exchanges: readonly Exchange[]): number {
  let total = 0;
  let until = 0;
  for (const { startedAt, durationMs } of [...exchanges].sort((one, other) => one.startedAt - other.startedAt)) {
    const end = startedAt + durationMs;
    total += Math.max(0, end - Math.max(startedAt, until));
    until = Math.max(until, end);
  }
  return total;
}

async function measure(name: string, baseUrl: string, concurrency: number): Promise<string> {
  const { seen } = await runContractTests({
    contract: readContract(document),
    baseUrl,
    token: laboratoryToken,
    concurrency,
  });
  const chain = longestChain(seen.exchanges);
  const seconds = [seen.durationMs, chain].map((milliseconds) => (milliseconds / 1000).toFixed(1));
  const figures = [
    concurrency,
    seen.exchanges.length,
    seen.turnsSent,
    ...seconds,
    (seen.durationMs / chain).toFixed(2),
  ];
  return `| ${name} | ${figures.join(' | ')} |`;
}

const mock = await startMock({ port: 0 });
const server = await startServer();
const slow = await slowDown(server.url);
const rows: string[] = [];
for (const concurrency of [8, 32, 64]) {
  rows.push(await measure('the mock, turns as long as real ones', mock.url, concurrency));
  rows.push(await measure('reference server, quick turns', server.url, concurrency));
  rows.push(await measure(`the same, ${delay} ms a request`, slow.url, concurrency));
}
slow.close();
await server.close();
await mock.close();
const table = [
  '| server | requests at once | requests | turns | seconds | longest chain of dependent requests, seconds | ratio |',
  '|---|---|---|---|---|---|---|',
  ...rows,
];
const page = `# How long a run takes

Written by \`npm run bench:run-time\`. 32 requests at once is the default. Beside it, measured in November 2026 on 2 cores
against a correct server of this API: Schemathesis 4.25 takes 20 to 35 s and about 1,400 requests; 20 hand-written steps of
Redocly Respect 2.77 take 1 s; Specmatic 2.55 8 to 20 s.

${table.join('\n')}
`;
writeFileSync(new URL('bench/run-time.md', `file://${packageRoot}/`), page);
process.stdout.write(`${table.join('\n')}\n`);
