import { defineRule, judge } from './rule.ts';
import { expectStatus } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'unknown-path-refused',
  title: 'Unknown paths return 404',
  clause: '404 means that nothing was found (RFC 9110, section 15.5.5).',
  provenance: 'standard',
  scope: 'any-api',
  family: 'methods',
  counterexamples: ['unknown-path-answered'],
  needs: ['unknown'],
  requires: 'a response to a request with an unknown path',
  check: ({ seen }) =>
    judge(seen.nowhere, (exchange) => expectStatus(exchange, 404, 'An unknown path does not return 404.')),
});
