import { defineRule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule = defineRule({
  id: 'request-type-refused',
  title: 'Values of the wrong type are rejected',
  clause: 'Each field and parameter has a type; every operation may return 422.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The types of parameters and fields in the document.' },
  family: 'requests',
  counterexamples: ['accepts-wrong-type'],
  needs: ['constraints'],
  requires: 'a parameter or a field with a type',
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'type'),
});
