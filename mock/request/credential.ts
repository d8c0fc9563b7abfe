import type { SecurityScheme } from '../../src/openapi/contract.ts';
import { readCookies } from '../http/cookies.ts';
import type { Incoming } from '../http/exchange.ts';
import { readTarget } from '../http/target.ts';

/** A valid token if the mock accepts any. */
export const anyToken = 'any-token';

/** Returns whether a credential is valid. */
export type CredentialCheck = (credential: string | undefined) => boolean;

/**
 * The secret that a request carries for the first of `schemes`: the name and password of HTTP Basic (RFC 7617), an API
 * key, else a bearer token (RFC 6750, section 2.1) or the contract's `session` cookie.
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

/** A name without a password is returned alone: many services accept API keys this way. */
function readBasic(authorization: string | undefined): string | undefined {
  const encoded = /^basic +([\w+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = decodeBase64(encoded);
  return pair.includes(':') ? pair.replace(/:$/, '') || undefined : undefined;
}

function decodeBase64(text: string): string {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}

/** Without a set token, credentials with this prefix are invalid, so that clients can test the rejection. */
const wrongPrefix = 'invalid';

/** The check for one `token`; without one, any credential that does not begin with `invalid` is valid. */
export function acceptsCredential(token: string | undefined): CredentialCheck {
  if (token === undefined) return (credential) => credential !== undefined && !credential.startsWith(wrongPrefix);
  return (credential) => credential !== undefined && isEqual(credential, token);
}

/** Constant-time comparison: the time depends only on the length of the given text. */
function isEqual(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let index = 0; index < given.length; index++) {
    difference |= given.charCodeAt(index) ^ secret.charCodeAt(index % (secret.length || 1));
  }
  return difference === 0;
}

/**
 * Returns whether a request satisfies all schemes of one of the security requirements (OAS 3.1, section 4.8.30).
 * Client certificates and undefined schemes cannot be checked and count as satisfied.
 */
export function satisfiesSecurity(
  security: readonly (readonly SecurityScheme[])[],
  incoming: Incoming,
  accepts: CredentialCheck,
): boolean {
  return security.some((schemes) => schemes.every((scheme) => satisfiesScheme(scheme, incoming, accepts)));
}

function satisfiesScheme(scheme: SecurityScheme, incoming: Incoming, accepts: CredentialCheck): boolean {
  const { type, scheme: form } = scheme;
  if (type === 'apiKey' || type === 'oauth2' || type === 'openIdConnect')
    return accepts(readCredential(incoming, [scheme]));
  if (type !== 'http') return true;
  if (form === 'basic' || form === 'bearer') return accepts(readCredential(incoming, [scheme]));
  const [sent = '', rest = ''] = (incoming.header('authorization') ?? '').split(/ +(.*)/s);
  if (sent.toLowerCase() !== form) return false;
  return form === 'digest' ? isDigest(rest) : rest !== '';
}

/** Checks only the syntax (RFC 7616, section 3.4): verifying the response needs the password. */
function isDigest(fields: string): boolean {
  return ['username', 'realm', 'nonce', 'uri', 'response'].every((name) =>
    new RegExp(`(^|[ ,])${name}\\*?=`, 'i').test(fields),
  );
}
