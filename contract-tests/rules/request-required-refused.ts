import type { Rule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule: Rule = {
  id: 'request-required-refused',
  title: 'A request without a required field is refused with 422.',
  provenance: 'documented',
  clause: 'The seven operations: `first_message`, `prompt` and `index_ids` are required; each may answer 422.',
  family: 'requests',
  counterexamples: ['accepts-missing-field'],
  needs: ['constraints'],
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'required'),
};
