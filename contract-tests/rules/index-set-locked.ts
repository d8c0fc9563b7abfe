import type { Provenance } from '../../src/shared/provenance.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { both, judge, type Rule } from './rule.ts';
import { failed, received, statusOf, succeeded } from './support/answer.ts';
import { lockedUses } from './support/index-use.ts';

export const rule: Rule = {
  id: 'index-set-locked',
  title: 'After the first turn a bound session refuses other indexes with 409.',
  provenance: 'documented',
  clause: "A bound session's index set is locked once the first message was sent (documented); 409 (assumed).",
  family: 'turns',
  counterexamples: ['no-index-lock', 'index-lock-ignores-case'],
  needs: ['conversation'],
  check: (context) => {
    const refused = (exchange: Exchange, provenance: Provenance) => ({
      operation: exchange.operation,
      message: 'A locked session does not refuse a turn with other indexes with 409.',
      expected: '409',
      received: received(exchange),
      exchange,
      provenance,
    });
    return both(
      judge(answered(lockedUses(context, 'different')), ({ exchange }) =>
        statusOf(exchange) === 409 ? undefined : refused(exchange, succeeded(exchange) ? 'documented' : 'assumed'),
      ),
      // An index that does not exist may be refused otherwise.
      judge(answered(lockedUses(context, 'unknown')), ({ exchange }) =>
        succeeded(exchange) ? refused(exchange, 'assumed') : undefined,
      ),
    );
  },
};

const answered = (uses: { exchange: Exchange }[]) => uses.filter(({ exchange }) => !failed(exchange));
