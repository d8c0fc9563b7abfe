import { defineRule, judge } from './rule.ts';
import { expectStatus } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'unknown-session-refused',
  title: 'Unknown sessions return 404',
  clause: '404 means that nothing was found (RFC 9110, section 15.5.5).',
  provenance: 'standard',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['unknown-session-empty'],
  needs: ['unknown'],
  requires: 'a session id to derive an unknown one from',
  check: ({ seen }) =>
    judge(seen.unknown, (exchange) =>
      expectStatus(exchange, 404, `${exchange.operation} does not return 404 for an unknown session.`),
    ),
});
