import { itemsOf, objectOf } from '../probes/probe.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'deleted-session-unlisted',
  title: 'A session that was deleted is gone from the list.',
  provenance: 'assumed',
  clause: 'After a delete, the session is gone from the list.',
  family: 'sessions',
  counterexamples: ['deleted-session-listed'],
  needs: ['deletion'],
  check: ({ seen }) =>
    judge(
      seen.afterDeletion.filter(({ list, exchange }) => list && objectOf(exchange)),
      ({ session, exchange }) =>
        itemsOf(exchange).every(({ session_id: id }) => id !== session)
          ? undefined
          : {
              operation: exchange.operation,
              message: 'The list still shows a session that was deleted.',
              expected: `a list without ${session}`,
              received: `a list with ${session}`,
              exchange,
            },
    ),
};
