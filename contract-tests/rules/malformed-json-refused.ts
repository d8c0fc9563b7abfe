import { defineRule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule = defineRule({
  id: 'malformed-json-refused',
  title: 'Malformed JSON is rejected',
  clause: 'A request body that is not JSON gets a 422 with a list of fields.',
  provenance: 'assumed',
  scope: 'any-api',
  otherApis: { clause: 'A 4xx status means that the request is invalid (RFC 9110, section 15.5).' },
  family: 'requests',
  counterexamples: ['accepts-malformed-json'],
  needs: ['constraints'],
  requires: 'an operation with a JSON body',
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'json'),
});
