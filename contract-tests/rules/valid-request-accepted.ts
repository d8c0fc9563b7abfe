import type { Contract } from '../../src/openapi/contract.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { defaultOptions } from '../run/run-options.ts';
import { defineRule, judge } from './rule.ts';
import { chat } from './support/chat-api.ts';
import { failed, isOpen, received, statusOf, succeeded } from './support/documented-response.ts';
import { isBound } from './support/refusal.ts';

export const rule = defineRule({
  id: 'valid-request-accepted',
  title: 'Valid requests are accepted',
  clause: 'Each of the seven operations accepts the documented parameters and fields.',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The parameters and bodies in the document.' },
  family: 'requests',
  counterexamples: ['refuses-turn'],
  needs: 'all',
  requires: 'a response below 500 to a valid request',
  check: ({ seen, contract }) =>
    judge(
      seen.exchanges.filter((exchange) => {
        if (exchange.case.kind !== 'valid' || exchange.credential !== 'valid' || failed(exchange)) return false;
        const { constraint } = exchange.case;
        if (isOpen(exchange)) return false;
        const operation = contract.operations.find(({ id }) => id === exchange.operation);
        // A document without success responses does not say what is accepted.
        if (operation && !Object.keys(operation.responses).some((status) => /^[23]|^default$/i.test(status)))
          return false;
        if (readingRules.includes(exchange.operation)) return false;
        return !constraint || !(isBound(constraint) || ownRules.includes(constraint.keyword));
      }),
      (exchange) => {
        if (succeeded(exchange) || isRedirect(contract, exchange)) return undefined;
        const madeUp = defaultOptions.indexIds.some((id) => exchange.request.body?.includes(id));
        const streams = madeUp && contract.operations.some(({ id, stream }) => id === exchange.operation && stream);
        return {
          operation: exchange.operation,
          message: `A valid request is rejected with ${statusOf(exchange)}.${streams ? ' Without --index-id the indexes are made up: the server may not have them.' : ''}`,
          expected: 'a 2xx status',
          received: received(exchange),
          exchange,
        };
      },
    ),
});

/** Documented, too: some operations only name another address. */
function isRedirect({ operations }: Contract, exchange: Exchange): boolean {
  const operation = operations.find(({ id }) => id === exchange.operation);
  const status = statusOf(exchange);
  return status >= 300 && status < 400 && operation?.responses[status] !== undefined;
}

/** Other rules check whether these find a session. */
const readingRules: readonly string[] = [chat.full, chat.summary];

/** Checked by other rules. */
const ownRules = ['additionalProperties', 'page-clamped'];
