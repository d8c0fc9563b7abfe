import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';
import { compareTimestamps } from './support/timestamp.ts';

export const rule = defineRule({
  id: 'updated-at-advances',
  title: 'A turn does not move `last_updated_at` back',
  clause: 'After a turn, `last_updated_at` is not earlier than before.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'turns',
  counterexamples: ['updated-at-goes-back'],
  needs: ['conversation', 'unbound'],
  requires: 'a turn that ends, and comparable `last_updated_at` before and after it',
  check: ({ seen }) => {
    const moves = seen.snapshots.flatMap((after, index) => {
      if (after.moment !== 'turn') return [];
      // The response of the creation counts as a reading.
      const before = [
        seen.sessions.find(({ id }) => id === after.session)?.create,
        seen.snapshots.slice(0, index).findLast(({ session }) => session === after.session)?.summary,
      ];
      const later = objectOf(after.summary)?.last_updated_at;
      return before.flatMap((exchange) => {
        const earlier = objectOf(exchange)?.last_updated_at;
        const order = compareTimestamps(earlier, later);
        return order === undefined ? [] : [{ earlier, later, order, exchange: after.summary }];
      });
    });
    return judge(moves, ({ earlier, later, order, exchange }) =>
      order <= 0
        ? undefined
        : {
            operation: exchange.operation,
            message: 'After a turn, last_updated_at is earlier than before.',
            expected: `${excerpt(earlier)} or later`,
            received: excerpt(later),
            exchange,
          },
    );
  },
});
