import { nearForms } from '../run/http/bearer-form.ts';
import type { Rule } from './rule.ts';
import { judgeCredentials } from './support/credential.ts';

export const rule: Rule = {
  id: 'credential-compared-exactly',
  title: 'A token that is nearly the right one is answered with 401.',
  provenance: 'standard',
  clause: '401 where the credential is wrong (RFC 6750, section 3.1), by one character or by its case, too.',
  family: 'credentials',
  counterexamples: ['ignores-credential-case', 'accepts-shortened-credential', 'accepts-extended-credential'],
  needs: ['credentials'],
  check: (context) => judgeCredentials(context, nearForms),
};
