import { defineRule, judge } from './rule.ts';
import { expectStatus } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'deleted-session-gone',
  title: 'A deleted session returns 404',
  clause: 'After a delete, the session, its summary, its title and its stream return 404, and so does a second delete.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['deleted-session-readable', 'deleted-session-streams', 'second-delete-succeeds'],
  needs: ['deletion'],
  requires: 'a deleted session',
  check: ({ seen }) =>
    judge(
      seen.afterDeletion.filter(({ list }) => !list),
      ({ exchange }) => expectStatus(exchange, 404, `${exchange.operation} does not return 404 for a deleted session.`),
    ),
});
