import { operationById, responseFor } from '../../src/openapi/contract.ts';
import { defineRule, judge } from './rule.ts';
import { expectedStatuses, isOpen, received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'status-documented',
  title: 'Valid requests get a documented status',
  clause: 'Each of the seven operations has a method, a path and a success status.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The responses of the operation in the document (OAS 3.1, section 4.8.16).' },
  family: 'responses',
  counterexamples: ['undocumented-status', 'create-answers-200'],
  needs: 'all',
  requires: 'a response to a valid request',
  check: ({ seen, contract }) =>
    judge(
      seen.exchanges.filter(
        (exchange) => exchange.case.kind === 'valid' && statusOf(exchange) > 0 && statusOf(exchange) < 500,
      ),
      (exchange) => {
        const operation = operationById(contract, exchange.operation);
        return isOpen(exchange) || responseFor(operation, statusOf(exchange))
          ? undefined
          : {
              operation: exchange.operation,
              message: `${exchange.operation} returns ${statusOf(exchange)}, which is not documented.`,
              expected: `one of ${expectedStatuses(contract, exchange).join(', ')}`,
              received: received(exchange),
              exchange,
            };
      },
    ),
});
