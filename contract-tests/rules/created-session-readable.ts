import { defineRule, judge } from './rule.ts';
import { received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'created-session-readable',
  title: 'A new session is readable immediately',
  clause: 'A new session is readable.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['created-session-not-readable'],
  needs: ['sessions', 'conversation', 'end'],
  requires: 'a created session',
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
              message: `${exchange.operation} does not return an existing session.`,
              expected: '200',
              received: received(exchange),
              exchange,
            },
    ),
});
