import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations, Walk } from '../../run/observations.ts';
import { curlLine, fieldOf } from './curl-line.ts';
import { createdBefore, creationLine } from './session-lines.ts';

/** Sessions that a page shows at least. */
const leastSessions = 3;

/**
 * Lines that create as many sessions as there were when a page was read, each kind as often as the run did; and where a
 * turn was taken by then, one that takes it.
 */
export function manySessions(seen: Observations, exchange: Exchange): string[] {
  return [...createdLines(seen, exchange), ...usedLines(seen, exchange)];
}

function usedLines(seen: Observations, { number }: Exchange): string[] {
  const turn = seen.turns.find(({ ended, exchange }) => ended === 'closed' && exchange.number < number)?.exchange;
  const created = turn && createdBefore(seen, turn);
  if (!created) return [];
  const line = curlLine(seen.baseUrl, turn, { flags: '-sN', session: created.id });
  return [creationLine(seen, created.create), `${line} > /dev/null`];
}

function createdLines({ baseUrl, sessions }: Observations, { number }: Exchange): string[] {
  const kinds = new Map<string, Exchange[]>();
  for (const { create, role, id } of sessions) {
    if (role === 'found' || id === undefined || create.number > number) continue;
    const body = create.request.body ?? '';
    kinds.set(body, [...(kinds.get(body) ?? []), create]);
  }
  const [only] = kinds.values();
  return [...kinds.values()].map((alike) => {
    const count = kinds.size === 1 && alike === only ? Math.max(leastSessions, alike.length) : alike.length;
    const line = `${curlLine(baseUrl, alike[0]!, { flags: '-s' })} > /dev/null`;
    return count === 1 ? line : `for i in $(seq ${count}); do ${line}; done`;
  });
}

/** Lines that walk through the list from its first page, and show each. A token is only right in the walk it came from. */
export function walkLines(seen: Observations, { pages }: Walk, exchange: Exchange): string[] {
  const place = pages.findIndex(({ number }) => number === exchange.number);
  const [first] = pages;
  if (!first || place <= 0) return [...manySessions(seen, exchange), curlLine(seen.baseUrl, exchange)];
  const line = curlLine(seen.baseUrl, first, { flags: '-s', more: '-G --data-urlencode "page_token=$TOKEN"' });
  return [
    ...manySessions(seen, exchange),
    `PAGE=$(${curlLine(seen.baseUrl, first, { flags: '-s' })}); printf '%s\\n' "$PAGE"`,
    `for i in $(seq ${pages.length}); do TOKEN=$(printf %s "$PAGE" | ${fieldOf('next_page_token')}); [ -n "$TOKEN" ] || break; PAGE=$(${line}); printf '%s\\n' "$PAGE"; done`,
  ];
}
