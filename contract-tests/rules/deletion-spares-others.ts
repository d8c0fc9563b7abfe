import { defineRule, judge } from './rule.ts';
import { expectStatus } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'deletion-spares-others',
  title: 'Deleting a session leaves other sessions unchanged',
  clause: 'Delete Session deletes the named session.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['delete-takes-another'],
  needs: ['deletion'],
  requires: 'a second session that was readable before the delete',
  check: ({ seen }) =>
    judge(
      // Sessions that were missing before are checked by another rule.
      seen.survivors.filter(({ session, exchange }) => {
        const before = seen.exchanges.findLast(
          (earlier) =>
            earlier.session === session &&
            earlier.number < exchange.number &&
            earlier.operation === exchange.operation &&
            earlier.credential === 'valid',
        );
        return before?.response?.status === 200;
      }),
      ({ exchange }) => expectStatus(exchange, 200, 'A session is missing after another one was deleted.'),
    ),
});
