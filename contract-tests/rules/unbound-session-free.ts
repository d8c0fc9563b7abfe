import { defineRule, judge } from './rule.ts';
import { received, statusOf } from './support/documented-response.ts';
import { lockedUses } from './support/index-use.ts';

export const rule = defineRule({
  id: 'unbound-session-free',
  title: 'An unbound session accepts different indexes in each turn',
  clause: 'An unbound session stays unbound: each turn may name other indexes.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['locks-unbound-session'],
  needs: ['unbound'],
  option: 'index-id',
  requires: 'an unbound session that accepts a turn',
  check: (context) =>
    judge(lockedUses(context, 'unbound'), ({ exchange }) =>
      statusOf(exchange) === 409
        ? {
            operation: exchange.operation,
            message: 'An unbound session rejects indexes that differ from those of the previous turn.',
            expected: '200',
            received: received(exchange),
            exchange,
          }
        : undefined,
    ),
});
