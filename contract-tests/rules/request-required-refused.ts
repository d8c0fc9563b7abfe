import { defineRule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule = defineRule({
  id: 'request-required-refused',
  title: 'Requests without a required field are rejected',
  clause: '`first_message`, `prompt` and `index_ids` are required; every operation may return 422.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: '`required` of parameters and fields in the document.' },
  family: 'requests',
  counterexamples: ['accepts-missing-field'],
  needs: ['constraints'],
  requires: 'a required parameter or field',
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'required'),
});
