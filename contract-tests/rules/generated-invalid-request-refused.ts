import { defineRule, judge } from './rule.ts';
import { expectStatus } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'generated-invalid-request-refused',
  title: 'Generated invalid requests are rejected with 422',
  clause: 'Types and bounds apply to every item of a list; every operation may return 422.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'requests',
  counterexamples: ['checks-first-item-only'],
  needs: ['generated'],
  option: 'examples',
  requires: 'a response to a generated invalid request',
  check: ({ seen }) =>
    judge(
      seen.generated.filter(({ kind }) => kind === 'invalid'),
      ({ exchange }) =>
        expectStatus(exchange, 422, `${exchange.operation} does not return 422 for a generated invalid request.`),
    ),
});
