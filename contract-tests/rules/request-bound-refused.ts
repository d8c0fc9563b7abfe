import type { Rule } from './rule.ts';
import { isBound, judgeRefusals } from './support/refusal.ts';

export const rule: Rule = {
  id: 'request-bound-refused',
  title: 'A value just outside of its bounds is refused with 422.',
  provenance: 'documented',
  clause:
    'The seven operations: at most 10 ids on create, at least 1 on a turn, at most 1000 characters of prompt; `page_size` from 1.',
  family: 'requests',
  counterexamples: ['accepts-out-of-bounds'],
  needs: ['constraints'],
  check: (context) => judgeRefusals(context, isBound),
};
