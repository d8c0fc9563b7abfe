import type { Rule } from './rule.ts';
import { judgeRefusals } from './support/refusal.ts';

export const rule: Rule = {
  id: 'list-forged-token-refused',
  title: 'A page token that was never issued is refused with 422.',
  provenance: 'assumed',
  clause: 'Paging: a token that was never issued is 422.',
  family: 'list',
  counterexamples: ['accepts-forged-token'],
  needs: ['paging'],
  check: (context) => judgeRefusals(context, ({ keyword }) => keyword === 'token-issued'),
};
