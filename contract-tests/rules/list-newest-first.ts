import { excerpt } from '../../src/shared/excerpt.ts';
import { defineRule, judge } from './rule.ts';
import { neighbours } from './support/list.ts';
import { compareTimestamps } from './support/timestamp.ts';

export const rule = defineRule({
  id: 'list-newest-first',
  title: 'The list starts with the most recently updated session',
  clause: 'Paging: sessions are sorted by `last_updated_at`, newest first.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['list-oldest-first'],
  needs: ['paging', 'end'],
  requires: 'two sessions in the list with comparable `last_updated_at`',
  check: (context) =>
    judge(
      neighbours(context).filter(
        ({ first, second }) => compareTimestamps(first.last_updated_at, second.last_updated_at) !== undefined,
      ),
      ({ first, second, exchange }) =>
        compareTimestamps(first.last_updated_at, second.last_updated_at)! >= 0
          ? undefined
          : {
              operation: 'listSessions',
              message: 'The list has a session before one that was updated later.',
              expected: `${excerpt(second.session_id)} (${excerpt(second.last_updated_at)}) first`,
              received: `${excerpt(first.session_id)} (${excerpt(first.last_updated_at)}) first`,
              exchange,
            },
    ),
});
