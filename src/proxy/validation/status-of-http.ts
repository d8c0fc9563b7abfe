import type { Incoming } from '../../../mock/http/exchange.ts';
import type { Operation } from '../../openapi/contract.ts';

/**
 * The statuses of conditional requests and ranges, with the headers that request them (RFC 9110, sections 13 and 14).
 */
const headersFor: Readonly<Record<number, readonly string[]>> = {
  206: ['range'],
  304: ['if-none-match', 'if-modified-since'],
  412: ['if-match', 'if-none-match', 'if-unmodified-since'],
  416: ['range'],
};

/** True if the client requested this status with a header of HTTP, so that the contract need not document it. */
export function isStatusOfHttp(incoming: Incoming, status: number, operation: Operation | undefined): boolean {
  const headers = headersFor[status];
  if (!headers || operation?.responses[status]) return false;
  return headers.some((name) => incoming.header(name) !== undefined);
}
