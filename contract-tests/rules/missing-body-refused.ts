import { defineRule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule = defineRule({
  id: 'missing-body-refused',
  title: 'Requests without a required body are rejected',
  clause: 'Generating a title and streaming a turn require a body.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: '`required` of the request body in the document (OAS 3.1, section 4.8.13).' },
  family: 'requests',
  counterexamples: ['accepts-missing-body'],
  needs: ['constraints'],
  requires: 'an operation with a required body',
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'body'),
});
