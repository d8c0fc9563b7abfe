import { itemsOf, objectOf } from '../probes/probe.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { defineRule, judge } from './rule.ts';
import { chat } from './support/chat-api.ts';

export const rule = defineRule({
  id: 'list-page-bounded',
  title: 'A page has at most `page_size` sessions',
  clause: 'Paging: `page_size` limits a page.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['list-ignores-page-size'],
  needs: ['paging', 'constraints'],
  requires: 'a page of the list',
  check: ({ seen }) =>
    judge(
      seen.exchanges
        .filter(({ operation, case: own }) => operation === chat.list && own.kind === 'valid')
        .filter(objectOf)
        .map((exchange) => ({ exchange, pageSize: pageSizeOf(exchange) }))
        .filter(({ pageSize }) => pageSize > 0),
      ({ pageSize, exchange }) => {
        const { length } = itemsOf(exchange);
        if (length <= pageSize) return undefined;
        return {
          operation: 'listSessions',
          message: `A page with page_size ${pageSize} has ${length} sessions.`,
          expected: `${pageSize} or fewer`,
          received: String(length),
          exchange,
        };
      },
    ),
});

/** The requested `page_size`; 0 if there was none. */
function pageSizeOf({ request }: Exchange): number {
  return Number(new URL(request.target, 'http://localhost').searchParams.get('page_size'));
}
