import type { Operation } from '../../src/openapi/contract.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { plainRequest } from '../probes/cases/plain-request.ts';
import type { RequestMaking, RequestParts } from '../probes/cases/request-case.ts';
import { itemsOf, type Probe } from '../probes/probe.ts';
import { chat, isChatApi } from '../rules/support/chat-api.ts';
import type { Exchange, ExchangeFailure } from './http/exchange.ts';
import { RunStopped } from './run.ts';
import type { RunOptions } from './run-options.ts';

/** The first request: it checks that the server can be tested, and finds a session for a read-only run. */
export async function meet({ run, seen, making }: Probe): Promise<void> {
  const { options } = run;
  const first = firstRequest(making);
  if (!first) return;
  const { operation, parts } = first;
  const exchange = await send(run, operation, parts);
  if (!exchange) return;
  const { status = 0, headers = {} } = exchange.response ?? {};
  const where = `${exchange.request.method} ${options.baseUrl}${exchange.request.target}`;
  if (exchange.failure)
    throw new UsageError(`${where}: ${exchange.failure.message}${hintFor(exchange.failure, options)}`);
  if (status === 401 || status === 403) {
    throw new UsageError(
      `${where} returned ${status}: ${options.token ? 'the server rejects the credential' : 'there was no credential'}. ${isChatApi(run.contract) ? 'Give --token or set LLAMA_CLOUD_API_KEY.' : 'Give --token, or --credential for each security scheme.'}`,
    );
  }
  if (status >= 300 && status < 400 && !operation.responses[status]) {
    throw new UsageError(
      `${where} returned ${status}, a redirect to ${headers.location ?? 'no address'}. Redirects are not followed: give the final address as --base-url.`,
    );
  }
  if (status === 404 && !operation.responses[404])
    throw new UsageError(`${where} returned 404, so this is not the API. Give its address as --base-url.`);
  if (status === 429) {
    throw new UsageError(
      `${where} returned 429 again and again: the server limits requests. Try later, or with --rate.`,
    );
  }
  const existing = itemsOf(exchange)[0]?.session_id;
  if (options.readOnly && typeof existing === 'string')
    seen.sessions.push({ role: 'found', id: existing, create: exchange });
}

/** A suggestion if the first request failed. */
function hintFor({ kind, message }: ExchangeFailure, { baseUrl }: RunOptions): string {
  if (kind === 'too-large' || /use http:|NODE_EXTRA_CA_CERTS/.test(message)) return '';
  // A TLS server closes a connection that begins with plain HTTP.
  const tls = kind === 'reset' && baseUrl.startsWith('http:') ? ' For a port that speaks TLS, use https://.' : '';
  return ` Check --base-url, and that the server is running.${tls}`;
}

/** The list of the Chat API; for another contract, a request that needs no existing id. */
function firstRequest(making: RequestMaking): { operation: Operation; parts: RequestParts } | undefined {
  const { contract } = making;
  const list = contract.operations.find(({ id }) => id === chat.list);
  if (list) return { operation: list, parts: { path: {}, query: {} } };
  const readings = contract.operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
  // If no success is documented, the response proves nothing about the server.
  const rank = ({ stream, responses }: Operation) =>
    (Object.keys(responses).some((status) => /^2|^default$/i.test(status)) ? 0 : 2) + (stream ? 1 : 0);
  for (const operation of readings.sort((one, other) => rank(one) - rank(other))) {
    const plain = plainRequest(making, operation, new Map());
    if (typeof plain !== 'string') return { operation, parts: plain.parts };
  }
  return undefined;
}

async function send(run: Probe['run'], operation: Operation, parts: RequestParts): Promise<Exchange | undefined> {
  try {
    return await run.sendWithinBudget(operation, parts, { purpose: 'checks that the server responds' });
  } catch (error) {
    const last = run.exchanges.at(-1);
    if (error instanceof RunStopped && last?.failure) return last;
    throw error;
  }
}
