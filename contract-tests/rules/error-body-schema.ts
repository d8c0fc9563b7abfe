import { isObject } from '../../src/shared/json.ts';
import { both, judge, type Rule } from './rule.ts';
import { bodyFindings, documentedAnswers, received, statusOf } from './support/answer.ts';
import { isChatApi } from './support/chat-api.ts';

export const rule: Rule = {
  id: 'error-body-schema',
  title: 'The body of a refusal fits its schema: `detail` is a list of fields at 422 and a sentence elsewhere.',
  provenance: 'documented',
  clause: 'Every operation may answer 422 with a list of fields; the bodies of 401, 404, 405 and 409 are assumed.',
  family: 'responses',
  counterexamples: ['error-without-detail', 'validation-error-as-text'],
  needs: 'all',
  check: ({ seen, contract, validate }) => {
    const documented = judge(
      documentedAnswers(contract, seen).filter(({ exchange }) => statusOf(exchange) >= 400 && statusOf(exchange) < 500),
      (answer) => bodyFindings(validate, answer),
    );
    const otherMethods = judge(
      isChatApi(contract) ? seen.exchanges.filter((exchange) => statusOf(exchange) === 405) : [],
      (exchange) => {
        const json = exchange.response?.json;
        if (isObject(json) && typeof json.detail === 'string') return undefined;
        return {
          operation: exchange.operation,
          message: 'The body of a 405 has no `detail` that is a text.',
          expected: '{"detail": "…"}',
          received: received(exchange),
          exchange,
          provenance: 'assumed',
        };
      },
    );
    return both(documented, otherMethods);
  },
};
