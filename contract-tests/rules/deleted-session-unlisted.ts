import { itemsOf, objectOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'deleted-session-unlisted',
  title: 'A deleted session is not in the list',
  clause: 'After a delete, the session is not in the list.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['deleted-session-listed'],
  needs: ['deletion'],
  requires: 'a deleted session',
  check: ({ seen }) =>
    judge(
      seen.afterDeletion.filter(({ list, exchange }) => list && objectOf(exchange)),
      ({ session, exchange }) =>
        itemsOf(exchange).every(({ session_id: id }) => id !== session)
          ? undefined
          : {
              operation: exchange.operation,
              message: 'The list still contains a deleted session.',
              expected: `a list without ${session}`,
              received: `a list with ${session}`,
              exchange,
            },
    ),
});
