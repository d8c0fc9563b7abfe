import { judge, type Rule } from './rule.ts';
import { received, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'created-session-readable',
  title: 'A session is readable as soon as it was created, and stays so.',
  provenance: 'assumed',
  clause: 'A created session is readable at once.',
  family: 'sessions',
  counterexamples: ['created-session-not-readable'],
  needs: ['sessions', 'conversation', 'end'],
  check: ({ seen }) =>
    judge(
      [...seen.snapshots.flatMap(({ full, summary }) => [full, summary]), ...seen.bystanders].filter(
        (exchange) => statusOf(exchange) > 0 && statusOf(exchange) < 500,
      ),
      (exchange) =>
        statusOf(exchange) < 300
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} does not find a session that was created and not deleted.`,
              expected: '200',
              received: received(exchange),
              exchange,
            },
    ),
};
