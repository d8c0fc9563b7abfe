import type { Rule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule: Rule = {
  id: 'malformed-json-refused',
  title: 'A body that is not JSON is refused with 422 in the form of a field list.',
  provenance: 'assumed',
  clause: 'Read precisely: malformed JSON in a request body.',
  family: 'requests',
  counterexamples: ['accepts-malformed-json'],
  needs: ['constraints'],
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'json'),
};
