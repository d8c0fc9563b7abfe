import { defineRule, judge } from './rule.ts';
import { countIn, endedWalks, ownSessions } from './support/list.ts';

export const rule = defineRule({
  id: 'list-visits-each-once',
  title: 'Following `next_page_token` visits every session exactly once',
  clause: 'Paging: following `next_page_token` until it is absent visits every session once.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['list-repeats-session', 'list-skips-session'],
  needs: ['paging', 'end'],
  requires: 'a session of this run, and a list that can be followed to its last page',
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
          message: `Following next_page_token with page_size ${walk.pageSize} ${count === 0 ? 'misses a session' : 'visits a session more than once'}.`,
          expected: `${session} once`,
          received: `${count} times on ${walk.pages.length} pages`,
          exchange,
        };
      },
    ),
});
