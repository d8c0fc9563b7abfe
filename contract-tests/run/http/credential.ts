import type { Operation, SecurityScheme } from '../../../src/openapi/contract.ts';
import type { RunOptions } from '../run-options.ts';
import { authorizationOf, type BearerForm, nearForms, writings } from './bearer-form.ts';

/** Sent if the run has no token: a server that accepts any credential accepts this one. */
const anyToken = 'chat-contract';

/** The kind of credential in a request. Other than for bearer tokens, only `missing`, `valid` and `wrong` exist. */
export type Credential = 'missing' | BearerForm;

/** How a credential other than a bearer token is sent. */
export interface CredentialPlace {
  in: 'basic' | 'header' | 'query' | 'cookie';
  /** The name of the header, parameter or cookie; empty for `basic`. */
  name: string;
}

/** One credential that a request carries. */
export interface CarriedCredential {
  /** The name of its security scheme; empty if the document has none. */
  key: string;
  /** Its location; `undefined` for `Authorization: Bearer`. */
  place?: CredentialPlace;
  /** The valid secret. */
  secret: string;
  /** True if another security requirement is this scheme alone: it would excuse the others. */
  sufficient?: true;
}

type Given = Pick<RunOptions, 'token' | 'credentials'>;

/**
 * The credentials that a request of `operation` carries: all schemes of one of its security requirements (OAS 3.1,
 * section 4.8.30). A requirement with a dedicated credential for every scheme has priority.
 */
export function credentialsFor(given: Given, { security }: Pick<Operation, 'security'>): CarriedCredential[] {
  const { token = anyToken, credentials = {} } = given;
  const requirements = security.filter((schemes) => schemes.length > 0);
  const chosen = chooseRequirement(requirements, credentials);
  if (!chosen) return [{ key: '', secret: token }];
  return chosen
    .filter((scheme) => isSendable(scheme) || scheme.key in credentials)
    .map((scheme) => {
      const place = placeOf(scheme);
      const sufficient =
        chosen.length > 1 && requirements.some((one) => one.length === 1 && one[0]!.key === scheme.key);
      const secret = credentials[scheme.key] ?? token;
      return { key: scheme.key, secret, ...(place ? { place } : {}), ...(sufficient ? { sufficient } : {}) };
    });
}

function chooseRequirement(
  requirements: readonly (readonly SecurityScheme[])[],
  credentials: Record<string, string>,
): readonly SecurityScheme[] | undefined {
  return (
    requirements.find((schemes) => schemes.every(({ key }) => key in credentials)) ??
    requirements.find((schemes) => schemes.every(isSendable)) ??
    requirements[0]
  );
}

/** Why no request of `operation` can carry what its security requires; `undefined` if one can. */
export function missingCredential({ credentials = {} }: Given, { security }: Operation): string | undefined {
  if (security.some((schemes) => schemes.length === 0)) return undefined;
  const lacking = chooseRequirement(security, credentials)?.find(
    (scheme) => scheme.type === 'http' && !isSendable(scheme) && !(scheme.key in credentials),
  );
  if (!lacking) return undefined;
  const { key, scheme } = lacking;
  return `A token is no credential for HTTP ${scheme}. Give the value of Authorization: --credential ${key}=VALUE.`;
}

/** False for schemes whose credential is not a secret in the request: client certificates and Digest responses. */
function isSendable({ type, scheme }: SecurityScheme): boolean {
  return type !== 'mutualTLS' && !(type === 'http' && scheme !== 'basic' && scheme !== 'bearer');
}

function placeOf({ type, scheme, in: place, name }: SecurityScheme): CredentialPlace | undefined {
  if (type === 'http' && scheme === 'basic') return { in: 'basic', name: '' };
  if (type === 'http' && scheme !== 'bearer') return { in: 'header', name: 'authorization' };
  if (type !== 'apiKey' || name === undefined) return undefined;
  return place === 'header' || place === 'query' || place === 'cookie' ? { in: place, name } : undefined;
}

/** Where a request of `operation` carries its first credential; `undefined` for `Authorization: Bearer`. */
export function credentialPlace(
  operation: Pick<Operation, 'security'>,
  given: Given = {},
): CredentialPlace | undefined {
  return credentialsFor(given, operation)[0]?.place;
}

/** Shorter credentials occur in ordinary words and are not secret; parts of one must be longer. */
const shortestSecret = 8;
const shortestPart = 12;

/**
 * The texts to mask in a response: each credential in every form it is sent in, and similar ones. The longest comes
 * first, because it may contain others.
 */
export function secretsToHide(carried: readonly CarriedCredential[], credential: Credential): string[] {
  const all = carried.flatMap(({ secret, place }) => {
    const sent = credential === 'missing' ? '' : writings[credential].token(secret);
    const near = nearForms.map((form) => writings[form].token(secret)).filter(({ length }) => length >= shortestPart);
    const whole = secret.length >= shortestSecret ? [secret, sent] : credential === 'wrong' ? [sent] : [];
    const secrets =
      secret === anyToken && credential !== 'wrong' ? [] : [...whole, ...near].filter((one) => one !== '');
    return [...secrets, ...(place?.in === 'basic' ? secrets.map(basicCredential) : [])];
  });
  return [...new Set(all)].sort((one, other) => other.length - one.length);
}

/**
 * A user name and a password for HTTP Basic (RFC 7617, section 2). A token without a colon is a user name without a
 * password, as many services expect their keys.
 */
function basicCredential(secret: string): string {
  return Buffer.from(secret.includes(':') ? secret : `${secret}:`).toString('base64');
}

/** The credentials without which a request satisfies none of its operation's security requirements. */
export function neededKeys(carried: readonly CarriedCredential[], { security }: Pick<Operation, 'security'>): string[] {
  if (carried.length < 2) return [];
  const keys = carried.map(({ key }) => key);
  return keys.filter((key) => {
    const rest = keys.filter((one) => one !== key);
    return !security.some((schemes) => schemes.every((scheme) => rest.includes(scheme.key)));
  });
}

/**
 * The headers and the query with these credentials in the given form.
 *
 * @param omitted the key of the only one that is `missing` (default: all)
 */
export function carry(
  carried: readonly CarriedCredential[],
  credential: Credential,
  omitted?: string,
): { headers: Record<string, string>; query: Record<string, string> } {
  const headers: Record<string, string> = {};
  const query: Record<string, string> = {};
  if (credential === 'missing' && omitted !== undefined) {
    return carry(
      carried.filter(({ key }) => key !== omitted),
      'valid',
    );
  }
  if (credential === 'missing') return { headers, query };
  for (const { place, secret: right, sufficient } of carried) {
    if (place && sufficient && credential !== 'valid' && credential !== 'wrong') continue;
    // The other forms are ways to write a bearer token.
    const form = place && credential !== 'wrong' ? 'valid' : credential;
    const secret = writings[form].token(right);
    switch (place?.in) {
      case 'basic':
        headers.authorization = `Basic ${basicCredential(secret)}`;
        break;
      case 'header':
        headers[place.name.toLowerCase()] = secret;
        break;
      case 'cookie':
        headers.cookie = [headers.cookie, `${place.name}=${secret}`].filter(Boolean).join('; ');
        break;
      case 'query':
        query[place.name] = secret;
        break;
      default:
        headers.authorization = authorizationOf(writings[form], secret);
    }
  }
  return { headers, query };
}
