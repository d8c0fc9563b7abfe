import { defineRule, judge } from './rule.ts';
import { received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'no-server-error',
  title: 'No request causes a server error',
  clause: 'A 5xx status means that the server failed (RFC 9110, section 15.6).',
  provenance: 'standard',
  scope: 'any-api',
  family: 'responses',
  counterexamples: ['server-error'],
  needs: 'all',
  requires: 'a response',
  check: ({ seen }) =>
    judge(
      seen.exchanges.filter(({ response }) => response),
      (exchange) =>
        statusOf(exchange) < 500
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} returns ${statusOf(exchange)}.`,
              expected: 'a status below 500',
              received: received(exchange),
              exchange,
            },
    ),
});
