import { writings } from '../../run/http/bearer-form.ts';
import type { Credential } from '../../run/http/credential.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { judge, type RuleContext, type RuleResult } from '../rule.ts';
import { expectStatus, failed, statusOf } from './documented-response.ts';

/**
 * Checks that requests with these invalid credentials are rejected with 401.
 *
 * @param malformed credentials for which 400 is allowed, too, because they are malformed (RFC 6750, section 3.1)
 */
export function judgeCredentials(
  { seen, contract }: RuleContext<'exchanges'>,
  credentials: readonly Credential[],
  malformed: readonly Credential[] = [],
): RuleResult {
  return judge(carrying(seen.exchanges, credentials), (exchange) => {
    const { credential, operation, omitted } = exchange;
    const { schemes = [], security = [] } = contract.operations.find(({ id }) => id === operation) ?? {};
    // A key outside HTTP authentication has no challenge, which a 401 would need.
    const keys = omitted === undefined ? schemes.slice(0, 1) : security.flat();
    if (statusOf(exchange) === 403 && keys.some(({ type }) => type === 'apiKey')) return undefined;
    if (statusOf(exchange) === 400 && malformed.includes(credential)) return undefined;
    const text = credential === 'missing' ? 'missing' : writings[credential].text;
    const which = omitted === undefined ? 'the credential' : `the credential ${omitted}`;
    return expectStatus(exchange, 401, `${operation} does not return 401 if ${which} is ${text}.`);
  });
}

/** The exchanges with one of these credentials and a response. */
export function carrying(exchanges: readonly Exchange[], credentials: readonly Credential[]): Exchange[] {
  return exchanges.filter((exchange) => credentials.includes(exchange.credential) && !failed(exchange));
}
