import { formsWithoutBearer } from '../run/http/bearer-form.ts';
import { defineRule } from './rule.ts';
import { judgeCredentials } from './support/credential.ts';

export const rule = defineRule({
  id: 'credential-required',
  title: 'Requests without a credential are rejected with 401',
  clause:
    'Every operation requires a bearer token (documented). A request without `Authorization`, without a token or with another scheme gets a 401 (RFC 9110, section 15.5.2).',
  provenance: 'standard',
  scope: 'any-api',
  otherApis: {
    clause:
      '`security` in the document; 401 (RFC 9110, section 15.5.2), or 403 for a credential outside HTTP authentication.',
  },
  family: 'credentials',
  counterexamples: ['no-authentication', 'accepts-empty-credential', 'accepts-any-scheme'],
  needs: ['credentials'],
  requires: 'an operation that requires a credential',
  check: (context) => judgeCredentials(context, ['missing', ...formsWithoutBearer], formsWithoutBearer),
});
