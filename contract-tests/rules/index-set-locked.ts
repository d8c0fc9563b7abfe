import { failed, received, statusOf } from '../judging/answer.ts';
import { lockedUses } from '../judging/index-use.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'index-set-locked',
  title: 'After the first turn a bound session refuses other indexes with 409.',
  provenance: 'documented',
  clause: "A bound session's index set is locked once the first message was sent (documented); 409 (assumed).",
  family: 'turns',
  counterexamples: ['no-index-lock'],
  needs: ['conversation'],
  check: (context) =>
    judge(
      lockedUses(context, 'different').filter(({ exchange }) => !failed(exchange)),
      ({ exchange }) =>
        statusOf(exchange) === 409
          ? undefined
          : {
              operation: exchange.operation,
              message: 'A locked session does not refuse a turn with other indexes with 409.',
              expected: '409',
              received: received(exchange),
              exchange,
              provenance: statusOf(exchange) < 300 ? 'documented' : 'assumed',
            },
    ),
};
