import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import { isTurn } from '../../run/run.ts';
import type { RuleContext } from '../rule.ts';
import { statusOf } from './documented-response.ts';

/** A turn of one kind of index use, with the turns before and after it on its session. */
export interface IndexUse {
  exchange: Exchange;
  before: Observations['indexUses'];
  behind: Observations['indexUses'];
}

/** The turns of one kind of index use on sessions with an earlier turn. */
export function lockedUses(
  { seen }: RuleContext<'indexUses'>,
  use: Observations['indexUses'][number]['use'],
): IndexUse[] {
  return seen.indexUses.flatMap((one, index) => {
    const ofSession = ({ session }: { session: string }) => session === one.session;
    const before = seen.indexUses.slice(0, index).filter(ofSession);
    if (one.use !== use || !before.some(({ result }) => isTurn(result))) return [];
    return [{ exchange: exchangeOf(one), before, behind: seen.indexUses.slice(index + 1).filter(ofSession) }];
  });
}

/** True if a turn of one of these kinds was rejected with 409. */
export function isRefused(
  uses: Observations['indexUses'],
  ...kinds: Observations['indexUses'][number]['use'][]
): boolean {
  return uses.some((one) => kinds.includes(one.use) && statusOf(exchangeOf(one)) === 409);
}

function exchangeOf({ result }: Observations['indexUses'][number]): Exchange {
  return isTurn(result) ? result.exchange : result;
}
