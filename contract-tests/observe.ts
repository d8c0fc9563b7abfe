import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../lib/clock.ts';
import { createSchemaValidator } from '../lib/schema-validator.ts';
import { UsageError } from '../lib/usage-error.ts';
import { cleanUp } from './observation/clean-up.ts';
import type { Exchange } from './observation/exchange.ts';
import type { Observations } from './observation/observations.ts';
import { findResource, type Resource } from './observation/resource.ts';
import { createRun, RunStopped } from './observation/run.ts';
import { createTransport, type Transport } from './observation/transport.ts';
import { readBystanders } from './probes/bystanders.ts';
import { holdBoundConversation, holdUnboundConversation } from './probes/conversation.ts';
import { deleteSession } from './probes/deletion.ts';
import { tryGenerated } from './probes/generated.ts';
import { interruptTurn } from './probes/interruption.ts';
import { walk, walkList } from './probes/paging.ts';
import { chat, itemsOf, type Probe } from './probes/probe.ts';
import { tryOtherProject, tryScopes } from './probes/projects.ts';
import { tryCredentials, tryMethods, tryUnknownSession } from './probes/refusals.ts';
import { tryConstraints } from './probes/requests.ts';
import { createSessions } from './probes/sessions.ts';
import type { RunOptions } from './run-options.ts';

/** A part of a run that rules can ask for. Sessions are created for whichever needs them. */
export const probeNames = [
  'sessions',
  'paging',
  'conversation',
  'unbound',
  'interruption',
  'constraints',
  'generated',
  'credentials',
  'methods',
  'unknown',
  'projects',
  'scopes',
  'end',
  'deletion',
] as const;

export type ProbeName = (typeof probeNames)[number];

/** Those that send nothing that creates, changes or deletes. */
const readOnlyProbes: readonly ProbeName[] = ['paging', 'constraints', 'generated', 'credentials', 'unknown'];

/** What a run needs of the world. */
export interface ObserveDependencies {
  clock: Clock;
  /** Ends the run; what it created is deleted all the same. */
  signal: AbortSignal;
  /** Called as each request is sent, with what was sent so far. */
  onExchange?(exchange: Exchange, turns: number): void;
  /** How requests travel; over the network where left out. */
  connect?: (options: RunOptions, signal: AbortSignal) => Transport;
}

/**
 * Runs the probes against the server and returns what was seen. What the run created is deleted at its end, also where
 * it fails or is interrupted.
 *
 * @throws {UsageError} where the server cannot be tried at all: not reachable, no answer, not this API, no credential
 */
export async function observe(
  options: RunOptions,
  wanted: ReadonlySet<ProbeName>,
  { clock, signal, onExchange, connect = createTransport }: ObserveDependencies,
): Promise<Observations> {
  const userAgent = `chat-contract (contract test; run ${randomBytes(4).toString('hex')})`;
  const resource = findResource(options.contract);
  const validate = createSchemaValidator(options.contract.document);
  const shared = { clock, userAgent, ...(resource ? { resource } : {}) };
  const run = createRun(options, {
    ...shared,
    transport: connect(options, signal),
    validate,
    signal,
    ...(onExchange ? { onExchange } : {}),
  });
  const startedAt = clock.now();
  const seen: Observations = {
    baseUrl: options.baseUrl,
    exchanges: run.exchanges,
    turns: run.turns,
    sessions: [],
    snapshots: [],
    walks: [],
    titles: [],
    overlaps: [],
    departures: [],
    foreign: [],
    scoped: [],
    survivors: [],
    afterDeletion: [],
    generated: [],
    bystanders: [],
    unknown: [],
    indexUses: [],
    startedAt: new Date(startedAt).toISOString(),
    durationMs: 0,
    turnsSent: 0,
    leftBehind: [],
  };
  // Each request under way listens, and there may be many.
  setMaxListeners(0, signal);
  const probe: Probe = { run, seen, ...(resource ? { resource } : {}) };
  try {
    await meet(probe);
    await runProbes(probe, wanted, clock, signal);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    seen.stopped = error.message;
  } finally {
    await run.idle();
    const bound = AbortSignal.timeout(options.timeout * 3);
    setMaxListeners(0, bound);
    const transport = connect(options, bound);
    seen.leftBehind = [
      ...(await cleanUp(options, run.created, { ...shared, transport })),
      ...unansweredCreations(run.exchanges, resource),
    ];
    seen.turnsSent = run.turnsSent;
    seen.durationMs = clock.now() - startedAt;
  }
  return seen;
}

/** What a creation left behind that got no answer is not known, and so not deleted. */
function unansweredCreations(exchanges: readonly Exchange[], resource: Resource | undefined) {
  return exchanges
    .filter(({ operation, response, failure, request }) => {
      const sent = failure !== undefined && failure.kind !== 'unreachable' && request.method === 'POST';
      return operation === resource?.create.id && sent && response?.json === undefined;
    })
    .map(({ failure }) => ({ session: 'unknown', reason: `A creation was not answered: ${failure?.message}` }));
}

async function runProbes(probe: Probe, wanted: ReadonlySet<ProbeName>, clock: Clock, signal: AbortSignal) {
  const { run } = probe;
  const { readOnly } = run.options;
  const has = (name: ProbeName) => wanted.has(name) && (!readOnly || readOnlyProbes.includes(name));
  const isChat = Object.values(chat).every((id) => run.contract.operations.some((operation) => operation.id === id));
  if (!readOnly && isChat) await createSessions(probe);
  if (has('paging') && isChat) await walkList(probe);
  const parts: [ProbeName, () => Promise<void>, needsChat: boolean][] = [
    ['conversation', () => holdBoundConversation(probe), true],
    ['unbound', () => holdUnboundConversation(probe), true],
    ['interruption', () => interruptTurn(probe, clock, signal), true],
    ['projects', () => tryOtherProject(probe), true],
    ['scopes', () => tryScopes(probe), true],
    ['credentials', () => tryCredentials(probe), false],
    ['methods', () => tryMethods(probe), false],
    ['unknown', () => tryUnknownSession(probe), false],
    ['constraints', () => tryConstraints(probe), false],
    ['generated', () => tryGenerated(probe), false],
  ];
  await settleAll(
    parts.filter(([name, , needsChat]) => has(name) && (isChat || !needsChat)).map(([, start]) => start()),
  );
  if (!isChat || readOnly) return;
  if (has('end')) await Promise.all([walk(probe, 100, 'end'), readBystanders(probe)]);
  if (has('deletion')) await deleteSession(probe);
}

/** Waits for all, so that nothing is sent behind the clean-up's back; then throws what the first one threw. */
async function settleAll(tasks: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The first request: it tells whether there is a server to be tried, and lends a read-only run a session. */
async function meet({ run, seen }: Probe): Promise<void> {
  const { contract, options } = run;
  const first =
    contract.operations.find(({ id }) => id === chat.list) ??
    contract.operations.find(({ method, path }) => method === 'GET' && !path.includes('{'));
  if (!first) return;
  const exchange = await send(run, first.id);
  const { status = 0, headers = {} } = exchange.response ?? {};
  const where = `${exchange.request.method} ${options.baseUrl}${exchange.request.target}`;
  if (exchange.failure)
    throw new UsageError(`${where}: ${exchange.failure.message} Is --base-url right, and the server up?`);
  if (status === 401 || status === 403) {
    throw new UsageError(
      `${where} answered ${status}: ${options.token ? 'the credential is refused' : 'no credential was given'}; give --token or set LLAMA_CLOUD_API_KEY.`,
    );
  }
  if (status >= 300 && status < 400) {
    throw new UsageError(
      `${where} answered ${status} and points to ${headers.location ?? 'nowhere'}; no redirect is followed: give the final address as --base-url.`,
    );
  }
  if (status === 404)
    throw new UsageError(`${where} answered 404: this is not the API; give its address as --base-url.`);
  const existing = itemsOf(exchange)[0]?.session_id;
  if (options.readOnly && typeof existing === 'string')
    seen.sessions.push({ role: 'found', id: existing, create: exchange });
}

async function send(run: Probe['run'], operation: string): Promise<Exchange> {
  try {
    return await run.send(operation, { path: {}, query: {} }, { purpose: 'asks whether the server is there' });
  } catch (error) {
    const last = run.exchanges.at(-1);
    if (error instanceof RunStopped && last?.failure) return last;
    throw error;
  }
}
