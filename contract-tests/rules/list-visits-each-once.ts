import { judge, type Rule } from './rule.ts';
import { countIn, endedWalks, ownSessions } from './support/list.ts';

export const rule: Rule = {
  id: 'list-visits-each-once',
  title: 'Following `next_page_token` to the end visits every session once.',
  provenance: 'assumed',
  clause: 'Paging: following `next_page_token` until it is absent visits every session once.',
  family: 'list',
  counterexamples: ['list-repeats-session', 'list-skips-session'],
  needs: ['paging', 'end'],
  check: (context) =>
    judge(
      [...endedWalks(context), ...endedWalks(context, 'end')].flatMap((walk) =>
        ownSessions(context, walk).map((session) => ({ walk, session, exchange: walk.pages.at(-1)! })),
      ),
      ({ walk, session, exchange }) => {
        const count = countIn(walk, session);
        const elsewhere = endedWalks(context).some((other) => countIn(other, session) > 0);
        if (count === 1 || (count === 0 && !elsewhere)) return undefined;
        return {
          operation: 'listSessions',
          message: `Walking the list in pages of ${walk.pageSize} ${count === 0 ? 'misses a session' : 'visits a session more than once'}.`,
          expected: `${session} once`,
          received: `${count} times on ${walk.pages.length} pages`,
          exchange,
        };
      },
    ),
};
