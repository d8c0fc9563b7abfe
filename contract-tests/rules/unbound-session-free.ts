import { judge, type Rule } from './rule.ts';
import { received, statusOf } from './support/answer.ts';
import { lockedUses } from './support/index-use.ts';

export const rule: Rule = {
  id: 'unbound-session-free',
  title: 'The turns of an unbound session may each name other indexes.',
  provenance: 'documented',
  clause: 'An unbound session stays unbound: its turns may each name other indexes.',
  family: 'turns',
  counterexamples: ['locks-unbound-session'],
  needs: ['unbound'],
  check: (context) =>
    judge(lockedUses(context, 'unbound'), ({ exchange }) =>
      statusOf(exchange) === 409
        ? {
            operation: exchange.operation,
            message: 'An unbound session refuses a turn with other indexes than those of the turn before.',
            expected: '200',
            received: received(exchange),
            exchange,
          }
        : undefined,
    ),
};
