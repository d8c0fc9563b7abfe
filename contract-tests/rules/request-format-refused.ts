import type { Rule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

const keywords = ['format', 'pattern', 'enum', 'const', 'uniqueItems', 'additionalProperties'];

export const rule: Rule = {
  id: 'request-format-refused',
  title: 'A value that is not of its format is refused with 422.',
  provenance: 'documented',
  clause: 'The service: `project_id` and `organization_id` are UUIDs.',
  family: 'requests',
  counterexamples: ['accepts-bad-format'],
  needs: ['constraints'],
  check: (context) => judgeRefusals(context, ({ keyword }) => keywords.includes(keyword)),
};
