import { defineRule, judge } from './rule.ts';
import { received, statusOf } from './support/documented-response.ts';
import { isRefused, lockedUses } from './support/index-use.ts';

export const rule = defineRule({
  id: 'index-set-unordered',
  title: 'A locked session accepts its indexes in any order',
  clause: 'Locked indexes are compared as a set: their order does not matter.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['index-lock-by-order'],
  needs: ['conversation'],
  option: 'index-id',
  requires: 'a bound session that accepts a turn',
  check: (context) =>
    judge(lockedUses(context, 'reordered'), ({ exchange, behind }) =>
      statusOf(exchange) === 409 && !isRefused(behind, 'same')
        ? {
            operation: exchange.operation,
            message: 'A locked session rejects its own indexes in another order.',
            expected: '200',
            received: received(exchange),
            exchange,
          }
        : undefined,
    ),
});
