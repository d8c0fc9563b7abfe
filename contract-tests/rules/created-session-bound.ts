import { excerpt } from '../../lib/excerpt.ts';
import { sameItems } from '../judging/equal.ts';
import { objectOf } from '../probes/probe.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'created-session-bound',
  title: 'A session is bound to the indexes that it was created with, and to none where none were named.',
  provenance: 'documented',
  clause: 'A created session has `index_ids` as asked (null or left out: unbound).',
  family: 'sessions',
  counterexamples: ['created-session-loses-indexes'],
  needs: ['sessions', 'conversation', 'unbound'],
  check: ({ seen }) =>
    judge(
      seen.sessions
        .flatMap((session) => [
          { ...session, exchange: session.create },
          ...seen.snapshots
            .filter(({ session: id }) => id === session.id)
            .flatMap(({ full, summary }) => [full, summary].map((exchange) => ({ ...session, exchange }))),
        ])
        .filter(({ exchange }) => objectOf(exchange)),
      ({ indexIds: asked = null, exchange }) => {
        const bound = objectOf(exchange)?.index_ids ?? null;
        const same = asked === null ? bound === null : Array.isArray(bound) && sameItems(asked, bound);
        if (same) return undefined;
        return {
          operation: exchange.operation,
          message:
            asked === null
              ? 'A session that was created unbound is bound.'
              : 'A session is not bound to the indexes that were asked for.',
          expected: `index_ids: ${excerpt(asked)}`,
          received: `index_ids: ${excerpt(bound)}`,
          exchange,
        };
      },
    ),
};
