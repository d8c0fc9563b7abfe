import type { Operation } from '../../../src/openapi/contract.ts';
import type { RunOptions } from '../run-options.ts';
import { authorizationOf, type BearerForm, nearForms, writings } from './bearer-form.ts';

/** Sent where a run was given no token: a server that takes any credential takes this one. */
export const anyToken = 'chat-contract';

/** Which credential a request carried. Where it is no bearer token, there are `missing`, `valid` and `wrong` only. */
export type Credential = 'missing' | BearerForm;

/** How a credential travels, where it is not a bearer token. */
export interface CredentialPlace {
  in: 'basic' | 'header' | 'query' | 'cookie';
  /** The name of the header, parameter or cookie; empty for `basic`. */
  name: string;
}

/** Where a request of `operation` carries its credential; `undefined` for `Authorization: Bearer`. */
export function credentialPlace({ schemes }: Operation): CredentialPlace | undefined {
  const [scheme] = schemes;
  if (scheme?.type === 'http' && scheme.scheme === 'basic') return { in: 'basic', name: '' };
  const { in: place, name } = scheme ?? {};
  if (scheme?.type !== 'apiKey' || name === undefined) return undefined;
  return place === 'header' || place === 'query' || place === 'cookie' ? { in: place, name } : undefined;
}

/** The secret that a request carries; none where the credential is left out. */
export function secretOf({ token = anyToken }: Pick<RunOptions, 'token'>, credential: Credential): string | undefined {
  return credential === 'missing' ? undefined : writings[credential].token(token);
}

/** Shorter credentials are found in ordinary words, and are no secrets; a part of one has to be longer. */
const shortestSecret = 8;
const shortestPart = 12;

/**
 * What must not be shown of what comes back: the credential in each form in which it is sent, and what is nearly it. The
 * longest comes first: another may be a part of it.
 */
export function secretsToHide(
  options: Pick<RunOptions, 'token'>,
  credential: Credential,
  place: CredentialPlace | undefined,
): string[] {
  const { token = '' } = options;
  const sent = secretOf(options, credential) ?? '';
  const near = nearForms.map((form) => writings[form].token(token)).filter(({ length }) => length >= shortestPart);
  const whole = token.length >= shortestSecret ? [token, sent] : credential === 'wrong' ? [sent] : [];
  const secrets = [...whole, ...near].filter((secret) => secret !== '');
  const encoded = place?.in === 'basic' ? secrets.map(basicCredential) : [];
  return [...new Set([...secrets, ...encoded])].sort((one, other) => other.length - one.length);
}

/**
 * A name and a password as HTTP Basic sends them (RFC 7617, section 2). A token without a colon is a name without a
 * password, as many services take their keys.
 */
export function basicCredential(secret: string): string {
  return Buffer.from(secret.includes(':') ? secret : `${secret}:`).toString('base64');
}

/** The headers and the query that carry `secret`. */
export function carry(
  secret: string | undefined,
  credential: Credential,
  place: CredentialPlace | undefined,
): { headers: Record<string, string>; query: Record<string, string> } {
  if (secret === undefined || credential === 'missing') return { headers: {}, query: {} };
  switch (place?.in) {
    case 'basic':
      return { headers: { authorization: `Basic ${basicCredential(secret)}` }, query: {} };
    case 'header':
      return { headers: { [place.name.toLowerCase()]: secret }, query: {} };
    case 'cookie':
      return { headers: { cookie: `${place.name}=${secret}` }, query: {} };
    case 'query':
      return { headers: {}, query: { [place.name]: secret } };
    default:
      return { headers: { authorization: authorizationOf(writings[credential], secret) }, query: {} };
  }
}
