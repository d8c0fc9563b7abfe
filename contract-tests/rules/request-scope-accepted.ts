import type { Exchange } from '../run/http/exchange.ts';
import type { Observations } from '../run/observations.ts';
import { defineRule, judge } from './rule.ts';
import { received, statusOf, succeeded } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'request-scope-accepted',
  title: 'Every operation accepts `project_id` and `organization_id`',
  clause: 'Every operation has the optional query parameters `project_id` and `organization_id`.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'requests',
  counterexamples: ['refuses-organization'],
  needs: ['scopes'],
  requires: 'an operation that accepts a request without `project_id` and `organization_id`',
  check: ({ seen }) =>
    judge(
      seen.scoped.filter(({ exchange }) => isTakenWithout(seen, exchange)),
      ({ parameter, exchange }) =>
        statusOf(exchange) === 422
          ? {
              operation: exchange.operation,
              message: `${exchange.operation} rejects a valid ${parameter}.`,
              expected: 'any status except 422',
              received: received(exchange),
              exchange,
            }
          : undefined,
    ),
});

/** True if the operation accepts a request without both. */
function isTakenWithout({ exchanges }: Pick<Observations, 'exchanges'>, { operation }: Exchange): boolean {
  return exchanges.some(
    (one) => one.operation === operation && succeeded(one) && !/project_id=|organization_id=/.test(one.request.target),
  );
}
