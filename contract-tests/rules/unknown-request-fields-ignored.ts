import { defineRule } from './rule.ts';
import { judgeAcceptance } from './support/refusal.ts';

export const rule = defineRule({
  id: 'unknown-request-fields-ignored',
  title: 'Unknown request fields are ignored',
  clause: 'Unknown fields of a request body are ignored, including the fields of the later revision.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'requests',
  counterexamples: ['refuses-unknown-fields'],
  needs: ['constraints', 'conversation'],
  requires: 'an operation that accepts a plain request with a body',
  check: (context) => judgeAcceptance(context, ({ keyword }) => keyword === 'additionalProperties'),
});
