import type { Exchange } from '../../run/http/exchange.ts';
import type { RuleContext } from '../rule.ts';
import { failed } from './documented-response.ts';

/** A request with an unsupported method, and the methods of its path. */
interface UnsupportedMethod {
  exchange: Exchange;
  methods: string[];
}

/** The requests with an unsupported method: their operation is method and path. */
export function otherMethods({ seen, contract }: RuleContext<'exchanges'>): UnsupportedMethod[] {
  return seen.exchanges.flatMap((exchange) => {
    const methods = contract.operations
      .filter(({ path }) => exchange.operation === `${exchange.request.method} ${path}`)
      .map(({ method }) => method);
    return methods.length === 0 || failed(exchange) ? [] : [{ exchange, methods }];
  });
}
