import { judge, type Rule } from './rule.ts';
import { statusOf } from './support/answer.ts';
import { otherMethods } from './support/method.ts';

export const rule: Rule = {
  id: 'allow-names-methods',
  title: 'A 405 names the methods of the path in `Allow`.',
  provenance: 'standard',
  clause:
    '405 with `Allow` (RFC 9110, sections 10.2.1 and 15.5.6); the names of methods are case-sensitive (section 9.1).',
  family: 'methods',
  counterexamples: ['no-allow', 'allow-in-lower-case'],
  needs: ['methods'],
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
          message: 'The Allow header of a 405 does not name the methods of the path.',
          expected: `Allow: ${methods.join(', ')}`,
          received: allow === undefined ? 'no Allow header' : `Allow: ${allow}`,
          exchange,
        };
      },
    ),
};
