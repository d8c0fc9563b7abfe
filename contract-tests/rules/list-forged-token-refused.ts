import { defineRule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule = defineRule({
  id: 'list-forged-token-refused',
  title: 'Unknown page tokens are rejected with 422',
  clause: 'Paging: tokens are opaque (documented); a token that the server did not issue gets a 422 (assumed).',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'list',
  counterexamples: ['accepts-forged-token'],
  needs: ['paging'],
  requires: 'a response to a request with an unknown page token',
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'token-issued'),
});
