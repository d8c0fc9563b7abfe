import { defineRule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

const keywords = ['format', 'pattern', 'enum', 'const', 'uniqueItems', 'additionalProperties'];

export const rule = defineRule({
  id: 'request-format-refused',
  title: 'Values with an invalid format are rejected',
  clause: '`project_id` and `organization_id` are UUIDs on every operation.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: {
    title: 'Values that violate a format, a pattern or an enumeration are rejected',
    clause: 'The schemas of parameters and fields in the document.',
  },
  family: 'requests',
  counterexamples: ['accepts-bad-format'],
  needs: ['constraints'],
  requires: 'a parameter or a field with a format, a pattern or an enumeration',
  check: (context) => judgeRefusals(context, ({ keyword }) => keywords.includes(keyword)),
});
