import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createTransport } from '../../../contract-tests/run/http/transport.ts';
import { runContractTests } from '../../../contract-tests/run/run-contract-tests.ts';
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { packageRoot } from '../../../src/shared/package-root.ts';
import { streamApis } from './index.ts';
import { type ServerChoice, serveStream } from './serve-stream.ts';

const token = 'the-right-token';

/** A strict run against a server of the lab: its results by rule. */
export async function judge(name: string, choice: ServerChoice): Promise<{ found: string[]; unexercised: string[] }> {
  const api = streamApis.find((one) => one.name === name)!;
  const document = parse(readFileSync(join(packageRoot, 'examples/streams', name, 'openapi.yaml'), 'utf8'));
  const server = serveStream(api, token, choice);
  const { outcomes, seen } = await runContractTests(
    { contract: readContract(document), baseUrl: 'http://lab.invalid', token, strict: true, timeout: 5_000 },
    { connect: (options, signal) => createTransport(options, signal, (url, init) => server(new Request(url, init))) },
  );
  if (seen.stopped) throw new Error(`The run stopped: ${JSON.stringify(seen.stopped)}`);
  return {
    found: outcomes.flatMap(({ rule, violations }) => violations.map(({ message }) => `${rule}: ${message}`)),
    unexercised: outcomes.filter(({ status }) => status === 'not exercised').map(({ rule }) => rule),
  };
}
