import { nearForms } from '../run/http/bearer-form.ts';
import { defineRule } from './rule.ts';
import { judgeCredentials } from './support/credential.ts';

export const rule = defineRule({
  id: 'credential-compared-exactly',
  title: 'Tokens that differ by a character or by case are rejected with 401',
  clause: 'A wrong bearer token gets a 401, even if it is almost right (RFC 6750, section 3.1).',
  provenance: 'standard',
  scope: 'any-api',
  family: 'credentials',
  counterexamples: ['ignores-credential-case', 'accepts-shortened-credential', 'accepts-extended-credential'],
  needs: ['credentials'],
  requires: 'a token of at least two characters, and a server that rejects a wrong one',
  check: (context) => judgeCredentials(context, nearForms),
});
