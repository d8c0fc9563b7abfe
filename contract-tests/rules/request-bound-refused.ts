import { defineRule } from './rule.ts';
import { isBound, judgeRefusals } from './support/refusal.ts';

export const rule = defineRule({
  id: 'request-bound-refused',
  title: 'Values outside a documented bound are rejected',
  clause:
    'At most 10 index ids on create, at least 1 on a turn, at most 1000 characters of prompt; a first message is not empty; `page_size` is at least 1.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The bounds of parameters and fields in the document.' },
  family: 'requests',
  counterexamples: ['accepts-out-of-bounds'],
  needs: ['constraints'],
  requires: 'a bound on a parameter or a field',
  check: (context) => judgeRefusals(context, isBound),
});
