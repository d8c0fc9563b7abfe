import { judge, type Rule } from './rule.ts';
import { expectStatus } from './support/answer.ts';

export const rule: Rule = {
  id: 'unknown-session-refused',
  title: 'An operation on a session that does not exist answers 404.',
  provenance: 'standard',
  clause: '404 for an unknown session (RFC 9110, section 15.5.5).',
  family: 'sessions',
  counterexamples: ['unknown-session-empty'],
  needs: ['unknown'],
  check: ({ seen }) =>
    judge(seen.unknown, (exchange) =>
      expectStatus(exchange, 404, `${exchange.operation} does not answer 404 for a session that does not exist.`),
    ),
};
