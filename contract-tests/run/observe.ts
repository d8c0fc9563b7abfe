import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Operation } from '../../src/openapi/contract.ts';
import { schemaValidatorOf } from '../../src/openapi/schema-validator.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { tooLate, waitAtMost } from '../../src/shared/wait-at-most.ts';
import { readBystanders } from '../probes/bystanders.ts';
import {
  essentialTurns,
  holdBoundConversation,
  holdUnboundConversation,
  refuseFirstTurn,
} from '../probes/conversation.ts';
import { tryCredentials } from '../probes/credentials.ts';
import { deleteSession } from '../probes/deletion.ts';
import { tryGenerated } from '../probes/generated.ts';
import { interruptAgain, interruptTurn } from '../probes/interruption.ts';
import { tryMethods } from '../probes/methods.ts';
import { tryOperations } from '../probes/operations.ts';
import { walk, walkList } from '../probes/paging.ts';
import type { Probe } from '../probes/probe.ts';
import { type ProbeName, readOnlyProbes } from '../probes/probe-name.ts';
import { tryOtherProject, tryScopes } from '../probes/projects.ts';
import { tryConstraints } from '../probes/requests.ts';
import { createSessions, readCreated } from '../probes/sessions.ts';
import { settleAll } from '../probes/settle-all.ts';
import { createTargets, type Targets } from '../probes/targets.ts';
import { tryUnknownPath } from '../probes/unknown-path.ts';
import { tryUnknownSession } from '../probes/unknown-session.ts';
import { isChatApi } from '../rules/support/chat-api.ts';
import { cleanUp } from './clean-up.ts';
import type { Exchange } from './http/exchange.ts';
import { createTransport, type Transport } from './http/transport.ts';
import { meet } from './meet.ts';
import { emptyObservations, type Observations } from './observations.ts';
import { findResources, type Resource } from './resource.ts';
import { createRun, type Progress, RunStopped } from './run.ts';
import { limits, type RunOptions } from './run-options.ts';
import type { Turn } from './turn.ts';

/** The run's connections to the outside. */
export interface ObserveDependencies {
  clock: Clock;
  /** Ends the run; whatever it created is still deleted. */
  signal: AbortSignal;
  /** Called when a request is sent. */
  onProgress?(progress: Progress): void;
  /** How requests are sent; over the network by default. */
  connect?: (options: RunOptions, signal: AbortSignal) => Transport;
}

/**
 * Runs the probes against the server and returns what they observed. Whatever the run created is deleted at the end,
 * also if the run fails or is interrupted.
 *
 * @throws {UsageError} if the server cannot be tested at all: unreachable, no response, another API, no credential
 */
export async function observe(
  options: RunOptions,
  wanted: ReadonlySet<ProbeName>,
  { clock, signal, onProgress, connect = createTransport }: ObserveDependencies,
): Promise<Observations> {
  const userAgent = `chat-contract (contract test; run ${randomBytes(4).toString('hex')})`;
  const resources = findResources(options.contract);
  const validate = schemaValidatorOf(options.contract.document);
  const shared = { clock, userAgent };
  const halted = new AbortController();
  const ending = AbortSignal.any([signal, halted.signal]);
  const run = createRun(options, {
    ...shared,
    resources,
    transport: connect(options, ending),
    validate,
    signal: ending,
    halted,
    essentialTurns: wanted.has('conversation') && isChatApi(options.contract) ? essentialTurns : 0,
    ...(onProgress ? { onProgress } : {}),
  });
  const startedAt = clock.now();
  const seen: Observations = {
    ...emptyObservations(options.baseUrl, startedAt),
    exchanges: run.exchanges,
    turns: run.turns,
  };
  // Each request listens, and there may be many.
  setMaxListeners(0, signal, ending);
  const probe: Probe = {
    run,
    seen,
    resources,
    making: {
      contract: options.contract,
      validate,
      ...(options.params ? { params: options.params } : {}),
      ...(isChatApi(options.contract) ? { fields: { index_ids: options.indexIds.slice(0, 1) } } : {}),
    },
  };
  try {
    const { maxDuration: most = limits.runMilliseconds } = options;
    const whole = meet(probe).then(() => runProbes(probe, { wanted, clock, signal: ending }));
    if ((await waitAtMost(whole, most)) === tooLate)
      throw run.halt(`Stopped after ${Math.round(most / 1000)} s: the run reached --max-duration.`);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    seen.stopped = error.message;
  } finally {
    await waitAtMost(run.idle(), limits.cleanUpMilliseconds);
    run.leavePending();
    const bound = AbortSignal.timeout(limits.cleanUpMilliseconds);
    setMaxListeners(0, bound);
    const transport = connect(options, bound);
    seen.leftBehind = [
      ...(await cleanUp(options, run.created, { ...shared, transport })),
      ...creationsWithoutResponse(run.exchanges, resources),
    ];
    const cut = describeCut(run.turns, options);
    if (cut !== undefined) seen.stopped ??= cut;
    seen.turnsSent = run.turnsSent;
    seen.turnsLeftOut = run.leftOut;
    seen.turnsStopped = run.turnsStopped;
    seen.durationMs = clock.now() - startedAt;
  }
  return seen;
}

/** A stream that was cut at a bound was not checked to its end, so the run is not complete. */
function describeCut(turns: readonly Turn[], { requestTimeout }: RunOptions): string | undefined {
  const cut = turns.find(
    ({ ended, exchange, messages, cutAfter }) =>
      cutAfter !== undefined ||
      ended === 'too-large' ||
      (ended === 'silent' && (exchange.durationMs >= requestTimeout || messages.length === 0)),
  );
  if (!cut) return undefined;
  const { method, target } = cut.exchange.request;
  const last = cut.messages.at(-1)?.number;
  const place = last === undefined ? 'before its first event' : `after event ${last}`;
  return `The stream of ${method} ${target} ${whyCut(cut)} It was cut ${place}.`;
}

function whyCut({ ended, exchange, cutAfter }: Turn): string {
  if (ended === 'too-large') return 'is longer than a run reads.';
  const seconds = Math.round((cutAfter ?? exchange.durationMs) / 1000);
  return cutAfter === undefined
    ? `did not end: it sent too little in ${seconds} s.`
    : `did not end within ${seconds} s. Allow more with --request-timeout.`;
}

/** A creation without a response may have left something behind that cannot be deleted. */
function creationsWithoutResponse(exchanges: readonly Exchange[], resources: readonly Resource[]) {
  return exchanges
    .filter(({ operation, response, failure, request }) => {
      const sent = failure !== undefined && failure.kind !== 'unreachable' && request.method === 'POST';
      return resources.some(({ create }) => create.id === operation) && sent && response?.json === undefined;
    })
    .map(({ failure }) => ({ session: 'unknown', reason: `A creation got no response: ${failure?.message}` }));
}

interface RunParts {
  wanted: ReadonlySet<ProbeName>;
  clock: Clock;
  signal: AbortSignal;
}

/** Runs the probes in the order of their dependencies, as many as possible at once. */
async function runProbes(probe: Probe, { wanted, clock, signal }: RunParts): Promise<void> {
  const { readOnly } = probe.run.options;
  const has = (name: ProbeName) => wanted.has(name) && (!readOnly || readOnlyProbes.includes(name));
  const chatApi = isChatApi(probe.run.contract);
  const followed = chatApi ? await startSessions(probe, has) : undefined;
  const targets = createTargets(probe);
  // Whether another API has what the document names is known once each operation was tried.
  const operated = chatApi ? undefined : targets.then((ready) => tryOperations(probe, ready));
  const withTargets = async (run: (ready: Targets) => Promise<void>) => {
    await operated;
    return run(await targets);
  };
  const constraintsOf = (isConcerned: (operation: Operation) => boolean) =>
    has('constraints')
      ? withTargets((ready) => tryConstraints(probe, ready, probe.run.contract.operations.filter(isConcerned)))
      : Promise.resolve();
  // One possible turn after the other takes long: they begin first, and what needs no turn does not wait for them.
  const turnConstraints = constraintsOf(({ stream }) => stream !== undefined);
  const constraints = constraintsOf(({ stream }) => !stream);
  const probes: [ProbeName, () => Promise<void>][] = [
    ['credentials', () => withTargets((ready) => tryCredentials(probe, ready))],
    ['methods', () => withTargets((ready) => tryMethods(probe, ready))],
    ['unknown', () => tryUnknownPath(probe)],
    ['constraints', () => settleAll([constraints, turnConstraints])],
  ];
  const unbound = chatApi && has('unbound') ? holdUnboundConversation(probe) : Promise.resolve();
  const chatProbes: [ProbeName, () => Promise<void>][] = [
    [
      'conversation',
      async () => {
        if (followed !== undefined) await holdBoundConversation(probe, followed);
        probe.run.endEssentialTurns();
      },
    ],
    ['unbound', () => unbound],
    [
      'interruption',
      async () => {
        await interruptTurn(probe, clock, signal);
        // With the turns that others left. Those of the conversation are reserved.
        await Promise.allSettled([unbound, turnConstraints]);
        await interruptAgain(probe, clock, signal);
      },
    ],
    ['projects', () => withTargets((ready) => tryOtherProject(probe, ready))],
    ['scopes', () => tryScopes(probe)],
    ['unknown', () => withTargets((ready) => tryUnknownSession(probe, ready))],
    ['generated', () => constraints.catch(() => {}).then(() => withTargets((ready) => tryGenerated(probe, ready)))],
  ];
  const chosen = [...(chatApi ? chatProbes : []), ...probes].filter(([name]) => has(name));
  await settleAll([operated ?? targets, ...chosen.map(([, start]) => start())]);
  if (readOnly || !chatApi) return;
  if (has('end')) await settleAll([walk(probe, 100, 'end'), readBystanders(probe)]);
  if (has('deletion')) await deleteSession(probe, await targets);
}

/** Creates the sessions that are followed, and walks through the list before anything changes. */
async function startSessions(probe: Probe, has: (name: ProbeName) => boolean): Promise<string | undefined> {
  const { readOnly } = probe.run.options;
  if (!readOnly) await createSessions(probe);
  let followed: string | undefined;
  await settleAll([
    ...(readOnly ? [] : [readCreated(probe)]),
    ...(has('paging') ? [walkList(probe)] : []),
    ...(has('conversation') ? [refuseFirstTurn(probe).then((session) => (followed = session))] : []),
  ]);
  return followed;
}
