import { judge, type Rule } from './rule.ts';
import { repeats } from './support/list.ts';

export const rule: Rule = {
  id: 'list-ends',
  title: 'The last page has no `next_page_token`: a walk through the list ends.',
  provenance: 'documented',
  clause: 'List Sessions: `next_page_token` is left out or null on the last page.',
  family: 'list',
  counterexamples: ['list-never-ends'],
  needs: ['paging'],
  check: (context) =>
    judge(
      context.seen.walks
        .filter((walk) => !walk.cut || repeats(context, walk))
        .flatMap((walk) => walk.pages.slice(-1).map((exchange) => ({ ...walk, exchange }))),
      ({ cut, pageSize, pages, exchange }) =>
        cut
          ? {
              operation: 'listSessions',
              message: `Walking the list in pages of ${pageSize} comes back to what was already seen.`,
              expected: 'a page without next_page_token',
              received: `a next_page_token on each of ${pages.length} pages`,
              exchange,
            }
          : undefined,
    ),
};
