import type { Credential } from '../observation/exchange.ts';
import { judge, type RuleContext, type Verdict } from '../rules/rule.ts';
import { expectStatus, failed } from './answer.ts';

/** Judges the requests whose credential is missing or wrong: each has to be answered with 401. */
export function judgeCredential({ seen }: RuleContext, credential: Credential): Verdict {
  return judge(
    seen.exchanges.filter((exchange) => exchange.credential === credential && !failed(exchange)),
    (exchange) =>
      expectStatus(exchange, 401, `${exchange.operation} does not answer 401 where the credential is ${credential}.`),
  );
}
