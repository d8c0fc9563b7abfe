import { judge, type Rule } from './rule.ts';
import { received, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'no-server-error',
  title: 'No request, valid or not, makes the server fail.',
  provenance: 'standard',
  clause: 'RFC 9110, section 15.6: a 5xx says that the server is at fault.',
  family: 'responses',
  counterexamples: ['server-error'],
  needs: 'all',
  check: ({ seen }) =>
    judge(
      seen.exchanges.filter(({ response }) => response),
      (exchange) =>
        statusOf(exchange) < 500
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} fails with ${statusOf(exchange)}.`,
              expected: 'a status below 500',
              received: received(exchange),
              exchange,
            },
    ),
};
