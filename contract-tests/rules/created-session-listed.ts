import { defineRule, judge, nothingChecked } from './rule.ts';
import { countIn, endedWalks, ownSessions } from './support/list.ts';

export const rule = defineRule({
  id: 'created-session-listed',
  title: 'A new session is in the list immediately',
  clause: 'A new session is in the list.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['created-session-not-listed'],
  needs: ['paging'],
  requires: 'a created session, and a list that can be followed to its last page',
  check: (context) => {
    const walks = endedWalks(context);
    const [walk] = walks;
    if (!walk) return nothingChecked;
    const exchange = walk.pages.at(-1)!;
    const created = ownSessions(context, walk).map((session) => ({ session, exchange }));
    return judge(created, ({ session }) =>
      walks.some((one) => countIn(one, session) > 0)
        ? undefined
        : {
            operation: 'listSessions',
            message: 'A new session is missing from the list.',
            expected: session,
            received: 'a list without it',
            exchange,
          },
    );
  },
});
