import type { PageCursor } from '../sessions/page-token.ts';
import { cursorOf, type Page } from '../sessions/paging.ts';
import type { StoredSession } from '../sessions/session.ts';
import type { Fault, FaultPoints } from './fault.ts';

/** Sorts behind every timestamp, so the page after it is the first. */
const beforeAll: PageCursor = { updatedAt: '~', sessionId: '' };

/** Lists that lose, repeat or misplace sessions. */
export const listFaults: readonly Fault[] = [
  {
    name: 'list-repeats-session',
    title: 'The last session of a page is the first of the next again.',
    breaks: 'list-visits-each-once',
    behaviour: () => ({ page: repeatAtPageEnd }),
  },
  {
    name: 'list-skips-session',
    title: 'One session is lost between two pages.',
    breaks: 'list-visits-each-once',
    behaviour: () => ({
      page: (page, { sessions }) => {
        const lost = page.next && sessions[positionOf(sessions, page.next) + 1];
        if (!lost) return page;
        return { ...page, next: lost === sessions.at(-1) ? null : cursorOf(lost) };
      },
    }),
  },
  {
    name: 'list-ignores-page-size',
    title: 'All sessions are on one page, whatever page_size says.',
    breaks: 'list-page-bounded',
    behaviour: () => ({ page: (_, { sessions }) => ({ items: sessions, next: null }) }),
  },
  {
    name: 'list-oldest-first',
    title: 'The list begins with the session that was updated longest ago.',
    breaks: 'list-newest-first',
    behaviour: () => ({
      page: (_, { sessions, after, size }) => {
        const oldestFirst = sessions.toReversed();
        const start = after ? positionOf(oldestFirst, after) + 1 : 0;
        return pageFrom(oldestFirst, start, size);
      },
    }),
  },
  {
    name: 'list-never-ends',
    title: 'Every page names a next one; behind the last, the list begins again.',
    breaks: 'list-ends',
    behaviour: () => ({ page: (page) => ({ ...page, next: page.next ?? beforeAll }) }),
  },
  {
    name: 'accepts-forged-token',
    title: 'A page token that was never issued gives the first page.',
    breaks: 'list-forged-token-refused',
    behaviour: () => ({ cursor: (cursor) => cursor ?? beforeAll }),
  },
];

/** A cursor that says `again` begins with its own session. A page of one repeats it once, so that the walk still ends. */
function repeatAtPageEnd(page: Page, { sessions, after, size }: FaultPoints['page']['context']): Page {
  const markAgain = ({ items, next }: Page): Page => ({ items, next: next && { ...next, sessionId: 'again' } });
  if (after?.sessionId !== 'again') return markAgain(page);
  const repeated = pageFrom(sessions, positionOf(sessions, after), size);
  return size === 1 ? repeated : markAgain(repeated);
}

function pageFrom(sessions: readonly StoredSession[], start: number, size: number): Page {
  const items = sessions.slice(start, start + size);
  const last = items.at(-1);
  return { items, next: last && start + size < sessions.length ? cursorOf(last) : null };
}

function positionOf(sessions: readonly StoredSession[], cursor: PageCursor): number {
  return sessions.findIndex((session) => session.last_updated_at === cursor.updatedAt);
}
