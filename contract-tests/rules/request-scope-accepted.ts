import type { Exchange } from '../run/http/exchange.ts';
import type { Observations } from '../run/observations.ts';
import { judge, type Rule } from './rule.ts';
import { received, statusOf, succeeded } from './support/answer.ts';

export const rule: Rule = {
  id: 'request-scope-accepted',
  title: 'Every operation takes a `project_id` and an `organization_id` that are UUIDs.',
  provenance: 'documented',
  clause: 'The service: every operation takes optional `project_id` and `organization_id`.',
  family: 'requests',
  counterexamples: ['refuses-organization'],
  needs: ['scopes'],
  check: ({ seen }) =>
    judge(
      seen.scoped.filter(({ exchange }) => isTakenWithout(seen, exchange)),
      ({ parameter, exchange }) =>
        statusOf(exchange) === 422
          ? {
              operation: exchange.operation,
              message: `${exchange.operation} refuses a ${parameter} that is a UUID.`,
              expected: 'any status but 422',
              received: received(exchange),
              exchange,
            }
          : undefined,
    ),
};

/** True where the operation takes a request that names neither. */
function isTakenWithout({ exchanges }: Observations, { operation }: Exchange): boolean {
  return exchanges.some(
    (one) => one.operation === operation && succeeded(one) && !/project_id=|organization_id=/.test(one.request.target),
  );
}
