import { judge, type Rule } from './rule.ts';
import { failed, received, succeeded } from './support/answer.ts';

export const rule: Rule = {
  id: 'generated-valid-request-accepted',
  title: 'Requests that are drawn from the contract and keep it are taken.',
  provenance: 'documented',
  clause: 'The seven operations: what each takes; texts are any Unicode.',
  family: 'requests',
  counterexamples: ['refuses-unusual-text'],
  needs: ['generated'],
  check: ({ seen }) =>
    judge(
      seen.generated.filter(({ kind, exchange }) => kind === 'valid' && !failed(exchange)),
      ({ exchange }) =>
        succeeded(exchange)
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} refuses a valid request that was drawn from the contract.`,
              expected: 'a status below 300',
              received: received(exchange),
              exchange,
            },
    ),
};
