import { judge, type Rule } from './rule.ts';
import { expectStatus } from './support/answer.ts';
import { otherMethods } from './support/method.ts';

export const rule: Rule = {
  id: 'wrong-method-refused',
  title: 'A method that a path does not have is answered with 405, on an unknown session too.',
  provenance: 'standard',
  clause: '405 for a wrong method (RFC 9110, section 15.5.6).',
  family: 'methods',
  counterexamples: ['wrong-method-not-found'],
  needs: ['methods'],
  check: (context) =>
    judge(otherMethods(context), ({ exchange }) =>
      expectStatus(
        exchange,
        405,
        `${exchange.request.method} is not a method of this path, and is not answered with 405.`,
      ),
    ),
};
