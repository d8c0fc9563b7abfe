import { defineRule } from './rule.ts';
import { isBound, judgeAcceptance } from './support/refusal.ts';

export const rule = defineRule({
  id: 'request-bound-accepted',
  title: 'Values at a documented bound are accepted',
  clause:
    'At most 10 index ids on create, at least 1 on a turn, at most 1000 characters of prompt. A length counts Unicode characters, not UTF-16 code units (JSON Schema Validation 2020-12, section 6.3).',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: {
    clause:
      'The bounds of parameters and fields in the document. A length counts Unicode characters, not UTF-16 code units (JSON Schema Validation 2020-12, section 6.3).',
  },
  family: 'requests',
  counterexamples: ['refuses-at-bound', 'counts-utf16'],
  needs: ['constraints', 'unbound', 'conversation'],
  requires: 'a bound on a parameter or a field, and an operation that accepts a plain request',
  check: (context) => judgeAcceptance(context, isBound),
});
