import type { RequestParts } from './request-case.ts';

/**
 * The minimum that servers accept in a request line (RFC 9110, section 4.1), minus the path and the other parameters.
 */
const mostInAddress = 7_000;

/** Express's default; other servers accept more. */
export const mostInBody = 100_000;

/** False if servers may reject a request for its size alone, whatever their documents allow. */
export function isSendable({ path, query, headers, cookies, body }: RequestParts): boolean {
  const address = [path, query, headers, cookies].map((one) => encodeURIComponent(JSON.stringify(one ?? {})).length);
  if (address.reduce((sum, one) => sum + one, 0) > mostInAddress) return false;
  if (!body) return true;
  return Buffer.byteLength('json' in body ? JSON.stringify(body.json) : body.text) <= mostInBody;
}
