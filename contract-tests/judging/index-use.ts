import type { Exchange } from '../observation/exchange.ts';
import type { Observations } from '../observation/observations.ts';
import { isTurn } from '../observation/run.ts';
import type { RuleContext } from '../rules/rule.ts';

/** The turns of one kind of index use on sessions that have taken a turn before. */
export function lockedUses(
  { seen }: RuleContext,
  use: Observations['indexUses'][number]['use'],
): { exchange: Exchange }[] {
  return seen.indexUses
    .filter(
      (one, index) =>
        one.use === use &&
        seen.indexUses.slice(0, index).some(({ session, result }) => session === one.session && isTurn(result)),
    )
    .map(({ result }) => ({ exchange: isTurn(result) ? result.exchange : result }));
}
