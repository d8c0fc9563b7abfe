import type { Exchange } from '../../run/http/exchange.ts';
import type { RuleContext } from '../rule.ts';
import { failed } from './answer.ts';

/** The requests that use a method which their path does not have, and the methods that it has. */
export function otherMethods({ seen, contract }: RuleContext): { exchange: Exchange; methods: string[] }[] {
  return seen.exchanges.flatMap((exchange) => {
    const operation = contract.operations.find(({ id }) => id === exchange.operation);
    if (!operation || operation.method === exchange.request.method || failed(exchange)) return [];
    const methods = contract.operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
    return [{ exchange, methods }];
  });
}
