import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { schemaValidatorOf } from '../../src/openapi/validate/schema-validator.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { tooLate, waitAtMost } from '../../src/shared/wait-at-most.ts';
import { essentialTurns } from '../probes/conversation.ts';
import type { Probe } from '../probes/probe.ts';
import type { ProbeName } from '../probes/probe-name.ts';
import { isChatApi } from '../rules/support/chat-api.ts';
import { cleanUp } from './clean-up.ts';
import { describeCut } from './describe-cut.ts';
import type { Exchange } from './http/exchange.ts';
import { createTransport, type Transport } from './http/transport.ts';
import { meet } from './meet.ts';
import { emptyObservations, type Observations } from './observations.ts';
import { findResources, type Resource } from './resource.ts';
import { type Progress, RunStopped } from './run.ts';
import { limits, type RunOptions } from './run-options.ts';
import { runProbes } from './run-probes.ts';
import { createRun } from './sending/create-run.ts';

/** The run's connections to the outside. */
export interface ObserveDependencies {
  clock: Clock;
  /** Ends the run; created resources are still deleted. */
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

/** A creation without a response may have left something behind that cannot be deleted. */
function creationsWithoutResponse(exchanges: readonly Exchange[], resources: readonly Resource[]) {
  return exchanges
    .filter(({ operation, response, failure, request }) => {
      const sent = failure !== undefined && failure.kind !== 'unreachable' && request.method === 'POST';
      return resources.some(({ create }) => create.id === operation) && sent && response?.json === undefined;
    })
    .map(({ failure }) => ({ session: 'unknown', reason: `A creation got no response: ${failure?.message}` }));
}
