import { judge, type Rule } from './rule.ts';
import { received, statusOf } from './support/answer.ts';
import { carrying } from './support/credential.ts';

export const rule: Rule = {
  id: 'scheme-case-ignored',
  title: 'A right token is taken under `bearer` in lower case, too.',
  provenance: 'standard',
  clause: 'The name of an authentication scheme is case-insensitive (RFC 9110, section 11.1).',
  family: 'credentials',
  counterexamples: ['refuses-lower-case-scheme'],
  needs: ['credentials'],
  check: ({ seen }) =>
    judge(carrying(seen.exchanges, ['lower-case-scheme']), (exchange) =>
      [400, 401, 403].includes(statusOf(exchange))
        ? {
            operation: exchange.operation,
            message: `${exchange.operation} refuses a right token whose scheme is written bearer.`,
            expected: 'the answer that Bearer gets',
            received: received(exchange),
            exchange,
          }
        : undefined,
    ),
};
