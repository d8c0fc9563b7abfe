import { judge, type Rule } from './rule.ts';
import { received, statusOf, succeeded } from './support/answer.ts';
import { isRefused, lockedUses } from './support/index-use.ts';

export const rule: Rule = {
  id: 'refused-turn-keeps-lock',
  title: 'After a turn that was refused a session takes the indexes that it is locked to.',
  provenance: 'documented',
  clause:
    "A bound session's index set is locked once the first message was sent: a refused turn does not move the lock.",
  family: 'turns',
  counterexamples: ['refused-turn-moves-lock', 'invalid-turn-moves-lock'],
  needs: ['conversation'],
  check: (context) =>
    judge(
      [
        ...lockedUses(context, 'same'),
        // One that is refused may say something of the order: what was sent behind it tells.
        ...lockedUses(context, 'reordered').filter(({ exchange }) => succeeded(exchange)),
      ].filter(({ before }) => isRefused(before, 'different', 'unknown')),
      ({ exchange }) =>
        statusOf(exchange) === 409
          ? {
              operation: exchange.operation,
              message: 'After a turn on other indexes was refused, a session refuses its own.',
              expected: '200',
              received: received(exchange),
              exchange,
            }
          : undefined,
    ),
};
