import type { Clock } from '../../../src/shared/clock.ts';
import type { Exchange, ExchangeFailure } from '../http/exchange.ts';
import { RunStopped } from '../run.ts';
import { limits, type RunOptions } from '../run-options.ts';

/** Ends a run early: it takes too long, the server does not respond, or the user interrupts it. */
export interface RunStop {
  readonly stopped: RunStopped | undefined;
  /** Cancels pending requests; no more are sent. */
  halt(message: string): RunStopped;
  /** @throws {RunStopped} if no more requests may be sent */
  check(): void;
  /** Counts the time of a slow response. */
  countTime(milliseconds: number): void;
  /** Records the failure of an exchange. @throws {RunStopped} if the run cannot go on after it */
  fail(exchange: Exchange, failure: ExchangeFailure): void;
}

/** @param halted aborted when the run ends early */
export function createRunStop(
  { maxDuration }: RunOptions,
  { clock, signal, halted }: { clock: Clock; signal: AbortSignal; halted: AbortController },
): RunStop {
  const startedAt = clock.now();
  let unanswered = 0;
  let slowness = 0;
  let stopped: RunStopped | undefined;
  const halt = (message: string): RunStopped => {
    stopped ??= new RunStopped(message);
    halted.abort();
    return stopped;
  };
  return {
    get stopped() {
      return stopped;
    },
    halt,
    check() {
      if (stopped) throw stopped;
      if (signal.aborted) throw halt('The run was interrupted.');
      const took = clock.now() - startedAt;
      const after = `Stopped after ${Math.round(took / 1000)} s`;
      if (took > (maxDuration ?? limits.runMilliseconds)) throw halt(`${after}: the run reached --max-duration.`);
      if (maxDuration !== undefined || took < limits.slow.after || slowness < limits.slow.sum) return;
      throw halt(`${after}: the server is slow again and again. Allow more with --max-duration.`);
    },
    countTime(milliseconds) {
      slowness += Math.max(0, milliseconds - limits.slow.quick);
    },
    fail(exchange, failure) {
      exchange.failure = failure;
      if (failure.kind === 'aborted' && stopped) throw stopped;
      if (failure.kind === 'aborted' && signal.aborted) throw halt('The run was interrupted.');
      if (failure.kind === 'aborted') return;
      unanswered += 1;
      const { method, target } = exchange.request;
      if (failure.kind === 'too-large' || failure.kind === 'unreachable' || unanswered >= limits.unanswered) {
        throw halt(`Stopped at ${method} ${target}: ${failure.message}`);
      }
    },
  };
}
