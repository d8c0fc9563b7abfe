import { judge, type Rule } from './rule.ts';
import { expectStatus } from './support/answer.ts';

export const rule: Rule = {
  id: 'generated-invalid-request-refused',
  title: 'Requests that are drawn from the contract and break one constraint are refused with 422.',
  provenance: 'documented',
  clause: 'The seven operations: types and bounds, of every item of a list; each may answer 422.',
  family: 'requests',
  counterexamples: ['checks-first-item-only'],
  needs: ['generated'],
  check: ({ seen }) =>
    judge(
      seen.generated.filter(({ kind }) => kind === 'invalid'),
      ({ exchange }) =>
        expectStatus(
          exchange,
          422,
          `${exchange.operation} does not answer 422 to an invalid request that was drawn from the contract.`,
        ),
    ),
};
