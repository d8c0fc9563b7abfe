import type { CredentialPlace, OperationDescriptor } from '../../openapi/operation-descriptor.ts';

/** A user name and a password, for Basic authentication (RFC 7617). */
export interface BasicCredential {
  username: string;
  password: string;
}

/** The credentials of a client, by the names of the document's security schemes. */
export type Credentials = Readonly<Record<string, string | BasicCredential | undefined>>;

/** The places of the credentials of one request. */
export interface PlacedCredentials {
  header: Record<string, string>;
  query: Record<string, string>;
  cookie: Record<string, string>;
}

/** The `security` of a document: its schemes, and the alternatives of an operation that states none. */
export interface SecurityData {
  readonly schemes: Readonly<Record<string, CredentialPlace>>;
  readonly default?: OperationDescriptor['security'];
}

/**
 * Places the credentials of the first alternative that is complete, else the given ones of the first alternative: the
 * server then says what is missing.
 */
export function placeCredentials(
  { schemes, default: usual = [] }: SecurityData,
  auth: Credentials,
  token: string | undefined,
  alternatives = usual,
): PlacedCredentials {
  const credentialOf = (name: string) => auth[name] ?? (schemes[name]?.isToken ? token : undefined);
  const isComplete = (credential: (name: string) => unknown) =>
    alternatives.find((names) => names.length > 0 && names.every((name) => credential(name) !== undefined));
  const names = isComplete((name) => auth[name]) ?? isComplete(credentialOf) ?? alternatives[0] ?? [];
  const placed: PlacedCredentials = { header: {}, query: {}, cookie: {} };
  for (const name of names) {
    const credential = credentialOf(name);
    const place = schemes[name];
    if (credential === undefined || !place) continue;
    if (place.in === 'bearer') placed.header.authorization = `Bearer ${credential}`;
    else if (place.in === 'basic') placed.header.authorization = `Basic ${toBasic(credential)}`;
    else placed[place.in][place.name ?? name] = String(credential);
  }
  return placed;
}

/** Credentials as text, for masking. */
export function secretsOf(auth: Credentials, token: string | undefined): string[] {
  const values = Object.values(auth).flatMap((one) => (typeof one === 'object' ? [one.password, toBasic(one)] : [one]));
  return [token, ...values].filter((one) => one !== undefined);
}

/** RFC 7617 in UTF-8; a string is sent as already encoded. */
function toBasic(credential: string | BasicCredential): string {
  if (typeof credential === 'string') return credential;
  const bytes = new TextEncoder().encode(`${credential.username}:${credential.password}`);
  return btoa(String.fromCharCode(...bytes));
}
