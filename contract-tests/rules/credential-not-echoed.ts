import { judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'credential-not-echoed',
  title: 'No response repeats the credential of its request.',
  provenance: 'standard',
  clause: 'RFC 6750, section 5.3: bearer tokens are to be safeguarded; responses end in logs.',
  family: 'credentials',
  counterexamples: ['echoes-credential'],
  needs: 'all',
  check: ({ seen }) =>
    judge(
      seen.exchanges.filter(({ response, credential }) => response && credential !== 'missing'),
      (exchange) =>
        exchange.response?.echoesCredential
          ? {
              operation: exchange.operation,
              message: `The ${exchange.response.status} of ${exchange.operation} repeats the credential.`,
              expected: 'a response without the credential',
              received: 'the credential, in a header or in the body',
              exchange,
            }
          : undefined,
    ),
};
