import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { encodeSegment } from '../run/http/build-request.ts';
import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'session-id-matches',
  title: 'A session is answered under the id under which it was asked for.',
  provenance: 'documented',
  clause: 'SessionSummary: `session_id` identifies the session.',
  family: 'sessions',
  counterexamples: ['session-id-differs'],
  needs: 'all',
  check: ({ seen }) =>
    judge(
      seen.exchanges.filter(
        (exchange) =>
          exchange.session !== undefined &&
          exchange.request.target.includes(encodeSegment(exchange.session)) &&
          typeof objectOf(exchange)?.session_id === 'string',
      ),
      (exchange) => {
        const id = objectOf(exchange)?.session_id;
        if (id === exchange.session) return undefined;
        return {
          operation: exchange.operation,
          message: `${exchange.operation} answers with another session than the one that was asked for.`,
          expected: excerpt(exchange.session),
          received: excerpt(id),
          exchange,
        };
      },
    ),
};
