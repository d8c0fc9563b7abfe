import { judge, type Rule } from './rule.ts';
import { expectStatus } from './support/answer.ts';

export const rule: Rule = {
  id: 'deletion-spares-others',
  title: 'A delete leaves the other sessions as they are.',
  provenance: 'documented',
  clause: 'Delete Session: deletes the session that is named.',
  family: 'sessions',
  counterexamples: ['delete-takes-another'],
  needs: ['deletion'],
  check: ({ seen }) =>
    judge(
      // What was not found before is another clause.
      seen.survivors.filter(({ session, exchange }) =>
        seen.exchanges.some(
          (earlier) =>
            earlier.session === session &&
            earlier.number < exchange.number &&
            earlier.operation === exchange.operation &&
            earlier.response?.status === 200,
        ),
      ),
      ({ exchange }) => expectStatus(exchange, 200, 'A session is gone after another one was deleted.'),
    ),
};
