import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'credential-not-echoed',
  title: 'Responses never contain the credential',
  clause: 'A bearer token is a secret, and responses end up in logs (RFC 6750, section 5.3).',
  provenance: 'standard',
  scope: 'any-api',
  otherApis: { clause: 'A credential is a secret, and responses end up in logs (RFC 6750, section 5.3).' },
  family: 'credentials',
  counterexamples: ['echoes-credential'],
  needs: 'all',
  requires: 'a response to a request with a credential',
  check: ({ seen }) =>
    judge(
      seen.exchanges.filter(({ response, credential }) => response && credential !== 'missing'),
      (exchange) =>
        exchange.response?.echoesCredential
          ? {
              operation: exchange.operation,
              message: `A ${exchange.response.status} response of ${exchange.operation} contains the credential.`,
              expected: 'a response without the credential',
              received: 'the credential, in a header or in the body',
              exchange,
            }
          : undefined,
    ),
});
