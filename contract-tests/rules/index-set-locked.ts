import type { Provenance } from '../../src/shared/provenance.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { both, defineRule, judge } from './rule.ts';
import { failed, received, statusOf, succeeded } from './support/documented-response.ts';
import { lockedUses } from './support/index-use.ts';

export const rule = defineRule({
  id: 'index-set-locked',
  title: 'After its first turn, a bound session rejects other indexes with 409',
  clause:
    'The indexes of a bound session are locked by the first message (documented); other indexes get a 409 (assumed).',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['no-index-lock', 'index-lock-ignores-case'],
  needs: ['conversation'],
  option: 'index-id',
  requires: 'a bound session that accepts a turn',
  check: (context) => {
    const refused = (exchange: Exchange, provenance: Provenance) => ({
      operation: exchange.operation,
      message: 'A turn with other indexes on a locked session does not get a 409.',
      expected: '409',
      received: received(exchange),
      exchange,
      provenance,
    });
    return both(
      judge(answered(lockedUses(context, 'different')), ({ exchange }) =>
        statusOf(exchange) === 409 ? undefined : refused(exchange, succeeded(exchange) ? 'documented' : 'assumed'),
      ),
      // An index that does not exist may be rejected with another status.
      judge(answered(lockedUses(context, 'unknown')), ({ exchange }) =>
        succeeded(exchange) ? refused(exchange, 'assumed') : undefined,
      ),
    );
  },
});

const answered = (uses: { exchange: Exchange }[]) => uses.filter(({ exchange }) => !failed(exchange));
