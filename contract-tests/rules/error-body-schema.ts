import { isObject } from '../../src/shared/json.ts';
import { both, defineRule, judge } from './rule.ts';
import { isChatApi } from './support/chat-api.ts';
import { bodyViolations, documentedResponses, received, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'error-body-schema',
  title: 'Error bodies match their schema',
  clause:
    'A 422 has a `detail` list whose entries have `loc`, `msg` and `type` (documented). A 401, 404, 405 or 409 has a `detail` string (assumed).',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The schemas of the 4xx responses in the document.' },
  family: 'responses',
  counterexamples: ['error-without-detail', 'validation-error-as-text'],
  needs: 'all',
  requires: 'a response with a documented 4xx status',
  check: ({ seen, contract, validate }) => {
    const documented = judge(
      documentedResponses(contract, seen).filter(
        ({ exchange }) => statusOf(exchange) >= 400 && statusOf(exchange) < 500,
      ),
      (answer) => bodyViolations({ contract, validate }, answer),
    );
    const otherMethods = judge(
      isChatApi(contract) ? seen.exchanges.filter((exchange) => statusOf(exchange) === 405 && !exchange.failure) : [],
      (exchange) => {
        const json = exchange.response?.json;
        if (isObject(json) && typeof json.detail === 'string') return undefined;
        return {
          operation: exchange.operation,
          message: 'The body of a 405 has no detail string.',
          expected: '{"detail": "…"}',
          received: received(exchange),
          exchange,
          provenance: 'assumed',
        };
      },
    );
    return both(documented, otherMethods);
  },
});
