import type { Rule } from './rule.ts';
import { judgeAcceptance } from './support/refusal.ts';

export const rule: Rule = {
  id: 'unknown-request-fields-ignored',
  title: 'A field that the contract does not know is ignored in a request.',
  provenance: 'assumed',
  clause:
    'How a session changes: unknown fields in a request body are ignored; those of the later revision must not be refused.',
  family: 'requests',
  counterexamples: ['refuses-unknown-fields'],
  needs: ['constraints', 'conversation'],
  check: (context) => judgeAcceptance(context, ({ keyword }) => keyword === 'additionalProperties'),
};
