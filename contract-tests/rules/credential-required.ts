import { judgeCredential } from '../judging/credential.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'credential-required',
  title: 'Every operation answers 401 where no credential is sent.',
  provenance: 'standard',
  clause: '401 where the credential is missing (RFC 9110, section 15.5.2).',
  family: 'credentials',
  counterexamples: ['no-authentication'],
  needs: ['credentials'],
  check: (context) => judgeCredential(context, 'missing'),
};
