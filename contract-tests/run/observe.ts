import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Contract, Operation } from '../../src/openapi/contract.ts';
import { type SchemaValidator, schemaValidatorOf } from '../../src/openapi/schema-validator.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import { readBystanders } from '../probes/bystanders.ts';
import { plainRequest } from '../probes/cases/plain-request.ts';
import type { RequestParts } from '../probes/cases/request-case.ts';
import { holdBoundConversation, holdUnboundConversation } from '../probes/conversation.ts';
import { tryCredentials } from '../probes/credentials.ts';
import { deleteSession } from '../probes/deletion.ts';
import { tryGenerated } from '../probes/generated.ts';
import { interruptTurn } from '../probes/interruption.ts';
import { tryOperations } from '../probes/operations.ts';
import { walk, walkList } from '../probes/paging.ts';
import { itemsOf, type Probe } from '../probes/probe.ts';
import { type ProbeName, readOnlyProbes } from '../probes/probe-name.ts';
import { tryOtherProject, tryScopes } from '../probes/projects.ts';
import { tryMethods, tryUnknownSession } from '../probes/refusals.ts';
import { tryConstraints } from '../probes/requests.ts';
import { createSessions } from '../probes/sessions.ts';
import { tryUnknownPath } from '../probes/unknown-path.ts';
import { chat, isChatApi } from '../rules/support/chat-api.ts';
import { cleanUp } from './clean-up.ts';
import type { Exchange } from './http/exchange.ts';
import { createTransport, type Transport } from './http/transport.ts';
import type { Observations } from './observations.ts';
import { findResources, type Resource } from './resource.ts';
import { createRun, type Progress, RunStopped } from './run.ts';
import type { RunOptions } from './run-options.ts';
import type { Turn } from './turn.ts';

/** What a run needs of the world. */
export interface ObserveDependencies {
  clock: Clock;
  /** Ends the run; what it created is deleted all the same. */
  signal: AbortSignal;
  /** Called when a request is sent. */
  onProgress?(progress: Progress): void;
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
  { clock, signal, onProgress, connect = createTransport }: ObserveDependencies,
): Promise<Observations> {
  const userAgent = `chat-contract (contract test; run ${randomBytes(4).toString('hex')})`;
  const resources = findResources(options.contract);
  const [resource] = resources;
  const validate = schemaValidatorOf(options.contract.document);
  const shared = { clock, userAgent };
  const run = createRun(options, {
    ...shared,
    resources,
    transport: connect(options, signal),
    validate,
    signal,
    ...(onProgress ? { onProgress } : {}),
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
    nowhere: [],
    indexUses: [],
    untried: [],
    startedAt: new Date(startedAt).toISOString(),
    durationMs: 0,
    turnsSent: 0,
    leftBehind: [],
  };
  // Each request under way listens, and there may be many.
  setMaxListeners(0, signal);
  const probe: Probe = { run, seen, ...(resource ? { resource } : {}) };
  try {
    await meet(probe, validate);
    await runProbes(probe, { wanted, clock, signal, validate, resources });
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
      ...unansweredCreations(run.exchanges, resources),
    ];
    const cut = describeCut(run.turns);
    if (cut !== undefined) seen.stopped ??= cut;
    seen.turnsSent = run.turnsSent;
    seen.durationMs = clock.now() - startedAt;
  }
  return seen;
}

/** What was cut at a bound was not judged behind it: such a run is not complete. */
function describeCut(turns: readonly Turn[]): string | undefined {
  const cut = turns.find(({ ended }) => ended === 'too-large');
  if (!cut) return undefined;
  const { method, target } = cut.exchange.request;
  return `The stream of ${method} ${target} is longer than a run reads; it was cut behind message ${cut.messages.at(-1)?.number ?? 0}.`;
}

/** What a creation left behind that got no answer is not known, and so not deleted. */
function unansweredCreations(exchanges: readonly Exchange[], resources: readonly Resource[]) {
  return exchanges
    .filter(({ operation, response, failure, request }) => {
      const sent = failure !== undefined && failure.kind !== 'unreachable' && request.method === 'POST';
      return resources.some(({ create }) => create.id === operation) && sent && response?.json === undefined;
    })
    .map(({ failure }) => ({ session: 'unknown', reason: `A creation was not answered: ${failure?.message}` }));
}

interface ProbeParts {
  wanted: ReadonlySet<ProbeName>;
  clock: Clock;
  signal: AbortSignal;
  validate: SchemaValidator;
  resources: readonly Resource[];
}

async function runProbes(probe: Probe, parts: ProbeParts) {
  const { wanted, clock, signal, validate, resources } = parts;
  const { run } = probe;
  const { readOnly } = run.options;
  const has = (name: ProbeName) => wanted.has(name) && (!readOnly || readOnlyProbes.includes(name));
  if (!isChatApi(run.contract))
    return tryOperations(probe, { contract: run.contract, validate }, resources, (name) => wanted.has(name));
  if (!readOnly) await createSessions(probe);
  if (has('paging')) await walkList(probe);
  const probes: [ProbeName, () => Promise<void>][] = [
    ['conversation', () => holdBoundConversation(probe)],
    ['unbound', () => holdUnboundConversation(probe)],
    ['interruption', () => interruptTurn(probe, clock, signal)],
    ['projects', () => tryOtherProject(probe)],
    ['scopes', () => tryScopes(probe)],
    ['credentials', () => tryCredentials(probe)],
    ['methods', () => tryMethods(probe)],
    ['unknown', () => tryUnknownSession(probe)],
    ['unknown', () => tryUnknownPath(probe)],
    ['constraints', () => tryConstraints(probe)],
    ['generated', () => tryGenerated(probe)],
  ];
  await settleAll(probes.filter(([name]) => has(name)).map(([, start]) => start()));
  if (readOnly) return;
  if (has('end')) await Promise.all([walk(probe, 100, 'end'), readBystanders(probe)]);
  if (has('deletion')) await deleteSession(probe);
}

/** Waits for all, so that nothing is sent behind the clean-up's back; then throws what the first one threw. */
async function settleAll(tasks: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The first request: it tells whether there is a server to be tried, and lends a read-only run a session. */
async function meet({ run, seen }: Probe, validate: SchemaValidator): Promise<void> {
  const { contract, options } = run;
  const first = firstRequest(contract, validate);
  if (!first) return;
  const { operation, parts } = first;
  const exchange = await send(run, operation, parts);
  const { status = 0, headers = {} } = exchange.response ?? {};
  const where = `${exchange.request.method} ${options.baseUrl}${exchange.request.target}`;
  if (exchange.failure) {
    const { kind, message } = exchange.failure;
    throw new UsageError(
      `${where}: ${message}${kind === 'too-large' ? '' : ' Is --base-url right, and the server up?'}`,
    );
  }
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
  if (status === 404 && !operation.responses[404])
    throw new UsageError(`${where} answered 404: this is not the API; give its address as --base-url.`);
  const existing = itemsOf(exchange)[0]?.session_id;
  if (options.readOnly && typeof existing === 'string')
    seen.sessions.push({ role: 'found', id: existing, create: exchange });
}

/** The list of the Chat API; of another contract something that is read without knowing what there is. */
function firstRequest(
  contract: Contract,
  validate: SchemaValidator,
): { operation: Operation; parts: RequestParts } | undefined {
  const list = contract.operations.find(({ id }) => id === chat.list);
  if (list) return { operation: list, parts: { path: {}, query: {} } };
  const readings = contract.operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
  for (const operation of readings.sort((one, other) => Number(!!one.stream) - Number(!!other.stream))) {
    const plain = plainRequest({ contract, validate }, operation, new Map());
    if (typeof plain !== 'string') return { operation, parts: plain.parts };
  }
  return undefined;
}

async function send(run: Probe['run'], operation: Operation, parts: RequestParts): Promise<Exchange> {
  try {
    return await run.send(operation, parts, { purpose: 'asks whether the server is there' });
  } catch (error) {
    const last = run.exchanges.at(-1);
    if (error instanceof RunStopped && last?.failure) return last;
    throw error;
  }
}
