import type { PageCursor } from '../sessions/page-token.ts';
import { cursorOf, type Page, pageFrom } from '../sessions/paging.ts';
import type { StoredSession } from '../sessions/session.ts';
import type { Fault, FaultPoints } from './fault.ts';

/** Sorts after every timestamp, so the next page is the first one. */
const beforeAll: PageCursor = { updatedAt: '~', sessionId: '' };

/** Faults in the session list: missing, repeated or misplaced sessions. */
export const listFaults: readonly Fault[] = [
  {
    name: 'list-repeats-session',
    title: 'The last session of a page is repeated on the next page.',
    violates: 'list-visits-each-once',
    behaviour: () => ({ page: repeatAtPageEnd }),
  },
  {
    name: 'list-skips-session',
    title: 'One session is missing between two pages.',
    violates: 'list-visits-each-once',
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
    title: 'page_size is ignored: all sessions are on one page.',
    violates: 'list-page-bounded',
    behaviour: () => ({ page: (_, { sessions }) => ({ items: sessions, next: null }) }),
  },
  {
    name: 'list-oldest-first',
    title: 'Sessions are listed oldest first.',
    violates: 'list-newest-first',
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
    title: 'Every page has a next page; after the last one the list starts again.',
    violates: 'list-ends',
    behaviour: () => ({ page: (page) => ({ ...page, next: page.next ?? beforeAll }) }),
  },
  {
    name: 'accepts-forged-token',
    title: 'An unknown page token returns the first page.',
    violates: 'list-forged-token-refused',
    behaviour: () => ({ cursor: (cursor) => cursor ?? beforeAll }),
  },
];

/** A cursor with `again` starts at its own session. A page of one repeats it once, so that pagination still ends. */
function repeatAtPageEnd(page: Page, { sessions, after, size }: FaultPoints['page']['context']): Page {
  const markAgain = ({ items, next }: Page): Page => ({ items, next: next && { ...next, sessionId: 'again' } });
  if (after?.sessionId !== 'again') return markAgain(page);
  const repeated = pageFrom(sessions, positionOf(sessions, after), size);
  return size === 1 ? repeated : markAgain(repeated);
}

function positionOf(sessions: readonly StoredSession[], cursor: PageCursor): number {
  return sessions.findIndex((session) => session.last_updated_at === cursor.updatedAt);
}
