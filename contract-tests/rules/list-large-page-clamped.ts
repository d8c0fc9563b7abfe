import { itemsOf } from '../probes/probe.ts';
import { both, defineRule, judge } from './rule.ts';
import { isPage } from './support/list.ts';
import { judgeAcceptance } from './support/refusal.ts';

export const rule = defineRule({
  id: 'list-large-page-clamped',
  title: 'A `page_size` above the maximum is reduced to the maximum',
  clause: 'Paging: a `page_size` above the maximum is clamped, not rejected.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['refuses-large-page-size'],
  needs: ['paging'],
  requires: 'a list that can be read',
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
                message: 'A page_size above the maximum returns an empty page although there are sessions.',
                expected: 'as many sessions as fit on the largest page',
                received: 'items: []',
                exchange,
              }
            : undefined,
      ),
    ),
});
