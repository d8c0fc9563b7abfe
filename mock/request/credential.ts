import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecurityScheme } from '../../src/openapi/contract.ts';
import { readCookies } from '../http/cookies.ts';
import type { Incoming } from '../http/exchange.ts';
import { readTarget } from '../http/target.ts';

/** Where a mock takes any token but a wrong one, this is one that it takes. */
export const anyToken = 'any-token';

/**
 * The secret that a request carries where the first of `schemes` wants it: the name and password of HTTP Basic (RFC 7617),
 * an API key, else a bearer token (RFC 6750, section 2.1) or the contract's `session` cookie.
 */
export function readCredential(incoming: Incoming, [scheme]: readonly SecurityScheme[] = []): string | undefined {
  if (scheme?.type === 'apiKey' && scheme.name !== undefined) return readKey(incoming, scheme.in, scheme.name);
  if (scheme?.scheme === 'basic') return readBasic(incoming.header('authorization'));
  const authorization = incoming.header('authorization');
  if (authorization !== undefined) return /^bearer +(\S.*?) *$/i.exec(authorization)?.[1];
  return readCookies(incoming.header('cookie')).session || undefined;
}

function readKey(incoming: Incoming, place: string | undefined, name: string): string | undefined {
  if (place === 'query') return readTarget(incoming.target).query.get(name) || undefined;
  if (place === 'cookie') return readCookies(incoming.header('cookie'))[name] || undefined;
  return incoming.header(name.toLowerCase()) || undefined;
}

/** A name without a password stands for itself: so many services take their keys. */
function readBasic(authorization: string | undefined): string | undefined {
  const encoded = /^basic +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, 'base64').toString().replace(/:$/, '') || undefined;
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
