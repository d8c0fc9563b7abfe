import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { encodeText } from '../run/http/serialize-parameter.ts';
import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'session-id-matches',
  title: 'A session has the id in its URL',
  clause: '`session_id` identifies the session.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['session-id-differs'],
  needs: 'all',
  requires: 'a session that can be read',
  check: ({ seen }) =>
    judge(
      seen.exchanges.filter(
        (exchange) =>
          exchange.session !== undefined &&
          exchange.request.target.includes(encodeText(exchange.session)) &&
          typeof objectOf(exchange)?.session_id === 'string',
      ),
      (exchange) => {
        const id = objectOf(exchange)?.session_id;
        if (id === exchange.session) return undefined;
        return {
          operation: exchange.operation,
          message: `${exchange.operation} returns another session than the requested one.`,
          expected: excerpt(exchange.session),
          received: excerpt(id),
          exchange,
        };
      },
    ),
});
