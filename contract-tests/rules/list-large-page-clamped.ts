import { itemsOf } from '../probes/probe.ts';
import { both, judge, type Rule } from './rule.ts';
import { isPage } from './support/list.ts';
import { judgeAcceptance } from './support/refusal.ts';

export const rule: Rule = {
  id: 'list-large-page-clamped',
  title: "A `page_size` above the server's maximum is clamped, not refused.",
  provenance: 'assumed',
  clause: "Paging: above the server's maximum `page_size` is clamped.",
  family: 'list',
  counterexamples: ['refuses-large-page-size'],
  needs: ['paging'],
  check: (context) =>
    both(
      judgeAcceptance(context, ({ keyword }) => keyword === 'page-clamped'),
      judge(
        context.seen.exchanges.filter(
          ({ case: own }) => own.kind === 'valid' && own.constraint?.keyword === 'page-clamped',
        ),
        (exchange) =>
          isPage(exchange) &&
          itemsOf(exchange).length === 0 &&
          context.seen.walks.some(
            ({ moment, pages }) => moment === 'created' && pages.some((page) => itemsOf(page).length > 0),
          )
            ? {
                operation: exchange.operation,
                message: 'A page_size above the maximum answers an empty page, although there are sessions.',
                expected: 'as many sessions as a page of the server holds',
                received: 'items: []',
                exchange,
              }
            : undefined,
      ),
    ),
};
