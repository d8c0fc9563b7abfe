import { judge, type Rule } from './rule.ts';
import { received, statusOf } from './support/answer.ts';
import { isRefused, lockedUses } from './support/index-use.ts';

export const rule: Rule = {
  id: 'index-set-unordered',
  title: 'A locked session takes its indexes in any order.',
  provenance: 'assumed',
  clause: 'A turn whose `index_ids` differ, as a set, from a locked set gets 409: the order does not matter.',
  family: 'turns',
  counterexamples: ['index-lock-by-order'],
  needs: ['conversation'],
  check: (context) =>
    judge(lockedUses(context, 'reordered'), ({ exchange, behind }) =>
      statusOf(exchange) === 409 && !isRefused(behind, 'same')
        ? {
            operation: exchange.operation,
            message: 'A locked session refuses its own indexes in another order.',
            expected: '200',
            received: received(exchange),
            exchange,
          }
        : undefined,
    ),
};
