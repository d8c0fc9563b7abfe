import { defineRule } from './rule.ts';
import { judgeCredentials } from './support/credential.ts';

export const rule = defineRule({
  id: 'wrong-credential-refused',
  title: 'Requests with a wrong credential are rejected with 401',
  clause: 'A request with a wrong bearer token gets a 401 (RFC 9110, section 15.5.2; RFC 6750, section 3.1).',
  provenance: 'standard',
  scope: 'any-api',
  otherApis: {
    clause:
      '`security` in the document; 401 (RFC 9110, section 15.5.2), or 403 for a credential outside HTTP authentication.',
  },
  family: 'credentials',
  counterexamples: ['accepts-any-credential'],
  needs: ['credentials'],
  requires: 'an operation that requires a credential',
  check: (context) => judgeCredentials(context, ['wrong']),
});
