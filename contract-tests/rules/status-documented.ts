import { operationById, responseFor } from '../../src/openapi/contract.ts';
import { judge, type Rule } from './rule.ts';
import { expectedStatuses, isOpen, received, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'status-documented',
  title: 'A request that keeps the contract gets a status that its operation documents.',
  provenance: 'documented',
  clause: 'The seven operations: method, path and status of each success.',
  family: 'responses',
  counterexamples: ['undocumented-status', 'create-answers-200'],
  needs: 'all',
  check: ({ seen, contract }) =>
    judge(
      seen.exchanges.filter(
        (exchange) => exchange.case.kind === 'valid' && statusOf(exchange) > 0 && statusOf(exchange) < 500,
      ),
      (exchange) => {
        const documented = expectedStatuses(contract, exchange);
        const operation = operationById(contract, exchange.operation);
        return isOpen(exchange) || responseFor(operation, statusOf(exchange))
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} answers ${statusOf(exchange)}, which it does not document.`,
              expected: `one of ${documented.join(', ')}`,
              received: received(exchange),
              exchange,
            };
      },
    ),
};
