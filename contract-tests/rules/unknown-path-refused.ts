import { judge, type Rule } from './rule.ts';
import { expectStatus } from './support/answer.ts';

export const rule: Rule = {
  id: 'unknown-path-refused',
  title: 'A path that the contract does not have is answered with 404.',
  provenance: 'standard',
  clause: '404 for what is not there (RFC 9110, section 15.5.5).',
  family: 'methods',
  counterexamples: ['unknown-path-answered'],
  needs: ['unknown'],
  check: ({ seen }) =>
    judge(seen.nowhere, (exchange) =>
      expectStatus(exchange, 404, 'A path that the contract does not have is not answered with 404.'),
    ),
};
