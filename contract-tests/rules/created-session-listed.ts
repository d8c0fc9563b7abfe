import { judge, type Rule } from './rule.ts';
import { countIn, endedWalks, ownSessions } from './support/list.ts';

export const rule: Rule = {
  id: 'created-session-listed',
  title: 'A session is in the list as soon as it was created.',
  provenance: 'assumed',
  clause: 'A created session is in the list.',
  family: 'sessions',
  counterexamples: ['created-session-not-listed'],
  needs: ['paging'],
  check: (context) => {
    const walks = endedWalks(context);
    const [walk] = walks;
    if (!walk) return { exercised: {}, findings: [] };
    const exchange = walk.pages.at(-1)!;
    const created = ownSessions(context, walk).map((session) => ({ session, exchange }));
    return judge(created, ({ session }) =>
      walks.some((one) => countIn(one, session) > 0)
        ? undefined
        : {
            operation: 'listSessions',
            message: 'The list lacks a session that was created before.',
            expected: session,
            received: 'a list without it',
            exchange,
          },
    );
  },
};
