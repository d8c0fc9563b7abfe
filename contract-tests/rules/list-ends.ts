import { defineRule, judge } from './rule.ts';
import { repeats } from './support/list.ts';

export const rule = defineRule({
  id: 'list-ends',
  title: 'The last page has no `next_page_token`',
  clause: 'Paging: `next_page_token` is absent or null on the last page.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['list-never-ends'],
  needs: ['paging'],
  requires: 'a list that can be followed to its last page',
  check: (context) =>
    judge(
      context.seen.walks
        .filter((walk) => !walk.cut || repeats(context, walk))
        .flatMap((walk) => walk.pages.slice(-1).map((exchange) => ({ ...walk, exchange }))),
      ({ cut, pageSize, pages, exchange }) =>
        cut
          ? {
              operation: 'listSessions',
              message: `Following next_page_token with page_size ${pageSize} repeats earlier pages.`,
              expected: 'a page without next_page_token',
              received: `a next_page_token on each of ${pages.length} pages`,
              exchange,
            }
          : undefined,
    ),
});
