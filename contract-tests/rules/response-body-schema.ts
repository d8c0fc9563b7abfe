import { defineRule, judge } from './rule.ts';
import { bodyViolations, documentedResponses, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'response-body-schema',
  title: 'Response bodies match their schema',
  clause: 'Summaries, sessions, pages and job metadata have the documented fields, types, nullability and bounds.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The schemas of the 2xx responses in the document.' },
  family: 'responses',
  counterexamples: ['missing-response-field', 'wrong-response-type', 'page-without-items'],
  needs: 'all',
  requires: 'a successful response',
  check: ({ seen, contract, validate }) =>
    judge(
      documentedResponses(contract, seen).filter(({ exchange }) => statusOf(exchange) < 300),
      (answer) => bodyViolations({ contract, validate }, answer),
    ),
});
