import type { Rule } from './rule.ts';
import { isBound, judgeAcceptance } from './support/refusal.ts';

export const rule: Rule = {
  id: 'request-bound-accepted',
  title: 'A value that stands just on its bound is taken; texts are measured in characters, not in UTF-16 units.',
  provenance: 'documented',
  clause:
    'The seven operations: 10 ids, 1 id, 1000 characters (JSON Schema Validation 2020-12, section 6.3: Unicode characters).',
  family: 'requests',
  counterexamples: ['refuses-at-bound', 'counts-utf16'],
  needs: ['constraints', 'unbound', 'conversation'],
  check: (context) => judgeAcceptance(context, isBound),
};
