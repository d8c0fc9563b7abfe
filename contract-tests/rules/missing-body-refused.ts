import type { Rule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule: Rule = {
  id: 'missing-body-refused',
  title: 'A request without its required body is refused with 422.',
  provenance: 'documented',
  clause: 'The seven operations: title and turn require a body.',
  family: 'requests',
  counterexamples: ['accepts-missing-body'],
  needs: ['constraints'],
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'body'),
};
