import { createHash, timingSafeEqual } from 'node:crypto';
import { readCookies } from './cookies.ts';
import type { Incoming } from './exchange.ts';

/** Where a mock takes any token but a wrong one, this is one that it takes. */
export const anyToken = 'any-token';

/** The secret that a request carries: a bearer token (RFC 6750, section 2.1), or the contract's `session` cookie. */
export function readCredential(incoming: Incoming): string | undefined {
  const authorization = incoming.header('authorization');
  if (authorization !== undefined) return /^bearer +(\S.*?) *$/i.exec(authorization)?.[1];
  return readCookies(incoming.header('cookie')).session || undefined;
}

/** Where no token is set every credential is right but those that begin so: a client can see a wrong one refused. */
const wrongPrefix = 'invalid';

/**
 * Tells whether a credential is right: it is the `token`, or where none is set, it is any that does not begin with
 * `invalid`.
 */
export function acceptsCredential(token: string | undefined): (credential: string | undefined) => boolean {
  if (token === undefined) return (credential) => credential !== undefined && !credential.startsWith(wrongPrefix);
  const right = digest(token);
  return (credential) => credential !== undefined && timingSafeEqual(digest(credential), right);
}

/** Both sides become 32 bytes, so that the comparison tells nothing of the token's length either. */
function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
