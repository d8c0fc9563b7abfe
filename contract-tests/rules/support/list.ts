import type { Json } from '../../../src/shared/json.ts';
import { itemsOf, nextToken, objectOf } from '../../probes/probe.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Walk } from '../../run/observations.ts';
import type { RuleContext } from '../rule.ts';

/** Ids of the sessions that the run created. Others in the list may change at any time. */
export function ownIds({ seen }: RuleContext<'sessions'>): Set<string> {
  return new Set(seen.sessions.flatMap(({ id, role }) => (id === undefined || role === 'found' ? [] : [id])));
}

/** Ids of the sessions that were created before a walk began, and not deleted. */
export function ownSessions({ seen }: Pick<RuleContext<'sessions' | 'exchanges'>, 'seen'>, walk: Walk): string[] {
  const began = walk.pages[0]?.number ?? 0;
  const deleted = new Set(
    seen.exchanges
      .filter(
        ({ request, response, number }) =>
          request.method === 'DELETE' && number < began && response && response.status < 300,
      )
      .map(({ session }) => session),
  );
  return seen.sessions.flatMap(({ id, role, create }) =>
    id === undefined || role === 'found' || create.number > began || deleted.has(id) ? [] : [id],
  );
}

/** The complete walks of one moment, before anything changed or at the end of the run. */
export function endedWalks({ seen }: RuleContext<'walks'>, at: Walk['moment'] = 'created'): Walk[] {
  return seen.walks.filter(({ moment, cut, pages }) => moment === at && !cut && pages.every(isPage));
}

/** True if a page has items. */
export function isPage(page: Exchange): boolean {
  return Array.isArray(objectOf(page)?.items);
}

/** How often a session occurs in a walk. */
export function countIn({ pages }: Walk, session: string): number {
  return pages.flatMap(itemsOf).filter(({ session_id: id }) => id === session).length;
}

/** True if a walk repeats a page token or one of the run's sessions. */
export function repeats(context: RuleContext<'sessions' | 'exchanges'>, walk: Walk): boolean {
  const tokens = walk.pages.map(nextToken);
  if (new Set(tokens).size < tokens.length) return true;
  return ownSessions(context, walk).some((session) => countIn(walk, session) > 1);
}

/** Pairs of adjacent items: on one page, or our own across all pages of a walk. */
export function neighbours(
  context: RuleContext<'walks' | 'sessions' | 'exchanges'>,
): { first: { [key: string]: Json }; second: { [key: string]: Json }; exchange: Exchange }[] {
  const own = ownIds(context);
  return context.seen.walks.flatMap((walk) => {
    if (repeats(context, walk)) return [];
    const { pages } = walk;
    const onPages = pages.map((page) => itemsOf(page).map((item) => ({ item, page })));
    const ours = onPages.flat().filter(({ item }) => own.has(String(item.session_id)));
    return [...onPages, ours].flatMap((row) =>
      row.slice(1).map(({ item, page }, index) => ({ first: row[index]!.item, second: item, exchange: page })),
    );
  });
}
