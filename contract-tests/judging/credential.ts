import type { Credential } from '../observation/exchange.ts';
import { judge, type RuleContext, type Verdict } from '../rules/rule.ts';
import { expectStatus, failed, statusOf } from './answer.ts';

/** Judges the requests whose credential is missing or wrong: each has to be answered with 401. */
export function judgeCredential({ seen, contract }: RuleContext, credential: Credential): Verdict {
  return judge(
    seen.exchanges.filter((exchange) => exchange.credential === credential && !failed(exchange)),
    (exchange) => {
      const schemes = contract.operations.find(({ id }) => id === exchange.operation)?.schemes ?? [];
      // A key that is no HTTP authentication has no challenge that a 401 could carry.
      if (statusOf(exchange) === 403 && schemes[0]?.type === 'apiKey') return undefined;
      const message = `${exchange.operation} does not answer 401 where the credential is ${credential}.`;
      return expectStatus(exchange, 401, message);
    },
  );
}
