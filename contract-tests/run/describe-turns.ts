import { countOf, pluralize } from '../../src/shared/wording.ts';
import { streamNoun } from '../rules/support/chat-api.ts';
import type { Observations } from './observations.ts';
import type { RunOptions } from './run-options.ts';

type Seen = Pick<
  Observations,
  'exchanges' | 'sessions' | 'untried' | 'stopped' | 'turnsSent' | 'turnsLeftOut' | 'turnsStopped'
>;

/**
 * Why a run used fewer turns than allowed, and whether it would have used more. `undefined` for a contract without
 * streams.
 */
export function describeTurns(
  seen: Seen,
  { contract, maxTurns, readOnly }: Pick<RunOptions, 'contract' | 'maxTurns' | 'readOnly'>,
): string | undefined {
  const streams = contract.operations.filter(({ stream }) => stream).map(({ id }) => id);
  if (streams.length === 0) return undefined;
  const noun = streamNoun(contract);
  const { exchanges, sessions, untried, stopped, turnsSent, turnsLeftOut, turnsStopped } = seen;
  const left = untried.filter(({ operation }) => streams.includes(operation)).length;
  const rejected = exchanges.filter(
    ({ operation, case: own, credential, response }) =>
      streams.includes(operation) && own.kind === 'valid' && credential === 'valid' && (response?.status ?? 0) >= 300,
  ).length;
  const reasons = [
    ...(readOnly ? ['--read-only allows GET requests only'] : []),
    ...(sessions.length > 0 && sessions.every(({ id }) => id === undefined)
      ? ['the server created no session for them']
      : []),
    ...(left > 0 ? [`${countOf(left, 'streaming operation')} ${pluralize(left, 'was', 'were')} not tried`] : []),
    ...(rejected > 0 ? [`the server rejected ${countOf(rejected, 'valid one')}`] : []),
    ...(turnsStopped ? [`${noun}s of this server do not end, so no more were started`] : []),
    ...(stopped === undefined ? [] : ['the run stopped early']),
  ];
  const few = reasons.length > 0 ? reasons.join('; ') : 'the rules needed no more';
  if (turnsLeftOut > 0) {
    const others = [
      `${countOf(turnsLeftOut, 'request')} that could start another ${pluralize(turnsLeftOut, 'was', 'were')} not sent`,
      ...reasons,
    ];
    return `${turnsSent} of at most ${countOf(maxTurns, noun)}: ${others.join('; ')}`;
  }
  return turnsSent < maxTurns ? `${turnsSent} of at most ${countOf(maxTurns, noun)}: ${few}` : undefined;
}
