import { defineRule, judge } from './rule.ts';
import { received, statusOf, succeeded } from './support/documented-response.ts';
import { isRefused, lockedUses } from './support/index-use.ts';

export const rule = defineRule({
  id: 'refused-turn-keeps-lock',
  title: 'A rejected turn does not change the locked indexes',
  clause: 'The indexes of a bound session are locked by the first message: a rejected turn does not change them.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['refused-turn-moves-lock', 'invalid-turn-moves-lock'],
  needs: ['conversation'],
  option: 'index-id',
  requires: 'a turn that is rejected with 409 on a locked session',
  check: (context) =>
    judge(
      [
        ...lockedUses(context, 'same'),
        // A rejection may be due to the order of the indexes; the next turn shows it.
        ...lockedUses(context, 'reordered').filter(({ exchange }) => succeeded(exchange)),
      ].filter(({ before }) => isRefused(before, 'different', 'unknown')),
      ({ exchange }) =>
        statusOf(exchange) === 409
          ? {
              operation: exchange.operation,
              message: 'After a rejected turn with other indexes, a session rejects its own indexes.',
              expected: '200',
              received: received(exchange),
              exchange,
            }
          : undefined,
    ),
});
