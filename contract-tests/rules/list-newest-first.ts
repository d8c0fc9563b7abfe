import { excerpt } from '../../src/shared/excerpt.ts';
import { judge, type Rule } from './rule.ts';
import { neighbours } from './support/list.ts';
import { compareTimestamps } from './support/timestamp.ts';

export const rule: Rule = {
  id: 'list-newest-first',
  title: 'The list begins with the session that was updated last.',
  provenance: 'assumed',
  clause: 'Paging: most recently updated first.',
  family: 'list',
  counterexamples: ['list-oldest-first'],
  needs: ['paging', 'end'],
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
              message: 'The list shows a session before one that was updated later.',
              expected: `${excerpt(second.session_id)} (${excerpt(second.last_updated_at)}) first`,
              received: `${excerpt(first.session_id)} (${excerpt(first.last_updated_at)}) first`,
              exchange,
            },
    ),
};
