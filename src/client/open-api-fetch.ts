import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../../generated/types.ts';
import { checkSecrets, type SenderOptions } from './sender.ts';

/**
 * The same contract as a client of openapi-fetch, for who writes `GET('/api/v1/chat')` and wants `{ data, error }` back.
 * It has none of this package's runtime: no errors to catch, time-outs, repetition, pages or event streams.
 *
 * @throws {TypeError} where the token cannot be sent in a header, or the address holds a password
 */
export function createOpenApiFetch(
  options: Pick<SenderOptions, 'baseUrl' | 'token' | 'fetch' | 'credentials'>,
): Client<paths> {
  const { baseUrl, token, fetch, credentials } = options;
  checkSecrets(options);
  return createClient<paths>({
    baseUrl,
    ...(token && { headers: { Authorization: `Bearer ${token}` } }),
    ...(fetch && { fetch }),
    ...(credentials && { credentials }),
  });
}
