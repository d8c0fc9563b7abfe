import type { Rule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule: Rule = {
  id: 'request-type-refused',
  title: 'A value of the wrong type is refused with 422.',
  provenance: 'documented',
  clause: 'The seven operations: the type of each field and parameter; each may answer 422.',
  family: 'requests',
  counterexamples: ['accepts-wrong-type'],
  needs: ['constraints'],
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'type'),
};
