import type { Rule } from './rule.ts';
import { judgeCredentials } from './support/credential.ts';

export const rule: Rule = {
  id: 'wrong-credential-refused',
  title: 'Every operation answers 401 where the credential is wrong.',
  provenance: 'standard',
  clause: '401 where the credential is wrong (RFC 9110, section 15.5.2; RFC 6750, section 3.1).',
  family: 'credentials',
  counterexamples: ['accepts-any-credential'],
  needs: ['credentials'],
  check: (context) => judgeCredentials(context, ['wrong']),
};
