import { itemsOf, objectOf } from '../probes/probe.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { judge, type Rule } from './rule.ts';
import { chat } from './support/chat-api.ts';

export const rule: Rule = {
  id: 'list-page-bounded',
  title: 'A page holds at most `page_size` sessions.',
  provenance: 'documented',
  clause: 'Paging: `page_size` bounds a page.',
  family: 'list',
  counterexamples: ['list-ignores-page-size'],
  needs: ['paging', 'constraints'],
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
          message: `A page of at most ${pageSize} has ${length} sessions.`,
          expected: `${pageSize} or fewer`,
          received: String(length),
          exchange,
        };
      },
    ),
};

/** The `page_size` that was asked for; 0 where none was. */
function pageSizeOf({ request }: Exchange): number {
  return Number(new URL(request.target, 'http://localhost').searchParams.get('page_size'));
}
