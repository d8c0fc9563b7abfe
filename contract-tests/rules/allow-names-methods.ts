import { defineRule, judge } from './rule.ts';
import { statusOf } from './support/documented-response.ts';
import { otherMethods } from './support/method.ts';

export const rule = defineRule({
  id: 'allow-names-methods',
  title: 'A 405 lists the allowed methods in `Allow`',
  clause:
    'A 405 has an `Allow` header (RFC 9110, sections 10.2.1 and 15.5.6); method names are case-sensitive (section 9.1).',
  provenance: 'standard',
  scope: 'any-api',
  family: 'methods',
  counterexamples: ['no-allow', 'allow-in-lower-case'],
  needs: ['methods'],
  requires: 'a 405 response',
  check: (context) =>
    judge(
      otherMethods(context).filter(({ exchange }) => statusOf(exchange) === 405),
      ({ exchange, methods }) => {
        const allow = exchange.response?.headers.allow;
        const named = (allow ?? '').split(',').map((method) => method.trim());
        if (methods.every((method) => named.includes(method)) && !named.includes(exchange.request.method))
          return undefined;
        return {
          operation: exchange.operation,
          message: 'The Allow header of a 405 does not list the methods of the path.',
          expected: `Allow: ${methods.join(', ')}`,
          received: allow === undefined ? 'no Allow header' : `Allow: ${allow}`,
          exchange,
        };
      },
    ),
});
