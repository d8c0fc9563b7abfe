import type { Clock } from '../../src/shared/clock.ts';
import { countOf } from '../../src/shared/wording.ts';
import type { RequestCase } from '../probes/cases/request-case.ts';
import type { ProbeName } from '../probes/probe-name.ts';
import { streamNoun } from '../rules/support/chat-api.ts';
import type { Exchange } from './http/exchange.ts';
import { createPlanTransport } from './http/plan-transport.ts';
import { observe } from './observe.ts';
import { findResources } from './resource.ts';
import type { RunOptions } from './run-options.ts';

/** A clock that does not advance: otherwise each wait would make requests seem slow, and the run would stop early. */
const idleClock: Clock = { now: () => 0, sleep: async () => {} };

/** The requests that a run would send, as text: each kind with its number, and the turns. Nothing is sent. */
export async function planRun(options: RunOptions, wanted: ReadonlySet<ProbeName>): Promise<string> {
  const transport = createPlanTransport(options, findResources(options.contract));
  const seen = await observe(options, wanted, {
    clock: idleClock,
    signal: new AbortController().signal,
    connect: () => transport,
  });
  const groups = new Map<string, number>();
  for (const exchange of seen.exchanges) {
    const line = describe(exchange, options);
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  const lines = [...groups].map(([line, count]) => `${String(count).padStart(4)} × ${line}`);
  return [
    ...lines,
    '',
    `${countOf(seen.exchanges.length, 'request')} and ${describeTurns(seen.turnsSent, options)}, then what the run created is deleted.`,
    'Nothing was sent. A long list, retries, and smaller examples of a failure cost more requests.',
    '',
  ].join('\n');
}

/** A server that accepts invalid turns takes more than one that conforms, but never more than `--max-turns`. */
function describeTurns(turns: number, { contract, maxTurns }: RunOptions): string {
  const most = turns === 0 ? 0 : maxTurns;
  const fewer = turns < most ? ` (${turns} on a server that conforms)` : '';
  return `at most ${countOf(most, streamNoun(contract))}${fewer}`;
}

function describe({ request, operation, purpose, case: own }: Exchange, { contract }: RunOptions): string {
  const [method, template] = operation.split(' ');
  // For an unsupported method, the path instead of an operation.
  const unsupported = method === request.method ? template : undefined;
  const { path = unsupported ?? request.target } = contract.operations.find(({ id }) => id === operation) ?? {};
  return `${request.method.padEnd(6)} ${path}  ${describeCase(own) ?? purpose}`;
}

/** One line for all constraints of an operation. */
function describeCase(own: RequestCase): string | undefined {
  if (own.kind === 'invalid') return 'has an invalid parameter or body';
  return own.kind === 'valid' && own.constraint ? 'has a parameter or body at a bound' : undefined;
}
