import { formsWithoutBearer } from '../run/http/bearer-form.ts';
import type { Rule } from './rule.ts';
import { judgeCredentials } from './support/credential.ts';

export const rule: Rule = {
  id: 'credential-required',
  title: 'Every operation answers 401 where no bearer token is sent.',
  provenance: 'standard',
  clause: '401 where the credential is missing (RFC 9110, section 15.5.2): no header, no token, or no Bearer scheme.',
  family: 'credentials',
  counterexamples: ['no-authentication', 'accepts-empty-credential', 'accepts-any-scheme'],
  needs: ['credentials'],
  check: (context) => judgeCredentials(context, ['missing', ...formsWithoutBearer], formsWithoutBearer),
};
