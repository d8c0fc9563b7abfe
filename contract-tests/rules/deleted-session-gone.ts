import { judge, type Rule } from './rule.ts';
import { expectStatus } from './support/answer.ts';

export const rule: Rule = {
  id: 'deleted-session-gone',
  title: 'After a delete every operation on the session answers 404, another delete included.',
  provenance: 'assumed',
  clause: 'After a delete, the session, its summary, its title and its stream are 404; a second delete is 404.',
  family: 'sessions',
  counterexamples: ['deleted-session-readable', 'deleted-session-streams', 'second-delete-succeeds'],
  needs: ['deletion'],
  check: ({ seen }) =>
    judge(
      seen.afterDeletion.filter(({ list }) => !list),
      ({ exchange }) =>
        expectStatus(exchange, 404, `${exchange.operation} does not answer 404 for a session that was deleted.`),
    ),
};
