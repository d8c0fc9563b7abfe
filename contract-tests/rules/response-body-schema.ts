import { judge, type Rule } from './rule.ts';
import { bodyFindings, documentedAnswers, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'response-body-schema',
  title: 'The body of a success fits its schema.',
  provenance: 'documented',
  clause: 'The models: fields, types, nullability and bounds.',
  family: 'responses',
  counterexamples: ['missing-response-field', 'wrong-response-type', 'page-without-items'],
  needs: 'all',
  check: ({ seen, contract, validate }) =>
    judge(
      documentedAnswers(contract, seen).filter(({ exchange }) => statusOf(exchange) < 300),
      (answer) => bodyFindings(validate, answer),
    ),
};
