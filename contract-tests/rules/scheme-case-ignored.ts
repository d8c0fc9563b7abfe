import type { Exchange } from '../run/http/exchange.ts';
import { defineRule, judge } from './rule.ts';
import { carrying } from './support/credential.ts';
import { received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'scheme-case-ignored',
  title: 'The scheme name is accepted in lower case',
  clause: 'The name of an authentication scheme is case-insensitive (RFC 9110, section 11.1): `bearer` means `Bearer`.',
  provenance: 'standard',
  scope: 'any-api',
  family: 'credentials',
  counterexamples: ['refuses-lower-case-scheme'],
  needs: ['credentials'],
  requires: 'an operation that requires a bearer token',
  check: ({ seen }) =>
    judge(carrying(seen.exchanges, ['lower-case-scheme']), (exchange) =>
      refused.includes(statusOf(exchange)) && !isRefusedAnyway(seen.exchanges, exchange)
        ? {
            operation: exchange.operation,
            message: `${exchange.operation} rejects a correct token with the scheme bearer.`,
            expected: 'the same response as with `Bearer`',
            received: received(exchange),
            exchange,
          }
        : undefined,
    ),
});

const refused = [400, 401, 403];

/** True if the server rejects the same credential with the scheme `Bearer`, too. */
function isRefusedAnyway(exchanges: readonly Exchange[], { operation }: Exchange): boolean {
  const own = exchanges.filter((one) => one.operation === operation && one.credential === 'valid');
  const plain = own.filter(({ case: { kind } }) => kind === 'valid');
  return plain.length > 0 && plain.every((one) => refused.includes(statusOf(one)));
}
