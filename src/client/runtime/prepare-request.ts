import { type Credentials, placeCredentials, type SecurityData, secretsOf } from './credentials.ts';
import { readMessage } from './read-message.ts';
import type { Extras } from './send-request.ts';
import { writeBody } from './write-body.ts';
import { type Values, writeHeaders, writePath, writeQuery } from './write-parameters.ts';

/**
 * Prepares requests beyond JSON and a bearer token: parameter styles, forms, files, media types, API keys, Basic
 * authentication and cookies.
 *
 * @throws {TypeError} if a credential cannot be sent in a header
 */
export function createExtras(security: SecurityData, auth: Credentials = {}, token?: string): Extras {
  const secrets = secretsOf(auth, token);
  if (secrets.some((one) => /[\r\n\0]/.test(one))) throw new TypeError('A credential contains a line break.');
  const usual = placeCredentials(security, auth, token);
  const headers = { ...usual.header, ...cookieHeader(usual.cookie) };
  // An operation may require other credentials than the rest, or none.
  const cleared = Object.fromEntries(Object.keys(headers).map((name) => [name, null]));
  return {
    secrets,
    headers,
    readMessage,
    prepare({ path, query, header, cookie, body: given }, operation, isStream) {
      const { styles = {}, accept = 'application/json', stream } = operation;
      const body = isStream && stream?.flag ? { ...(given as object), [stream.flag]: true } : given;
      const placed = placeCredentials(security, auth, token, operation.security);
      const written = body === undefined ? undefined : writeBody(body, operation);
      const values = { ...query, ...placed.query };
      // openapi-fetch would write a second question mark.
      const rest = operation.path.includes('?') ? writeQuery(values, styles.query) : '';
      return {
        params: { path: path ?? {}, query: values },
        headers: {
          ...cleared,
          accept: isStream ? `text/event-stream, ${accept}` : accept,
          'content-type': written?.type,
          ...placed.header,
          ...cookieHeader({ ...placed.cookie, ...writeHeaders(cookie, styles.cookie) }),
          ...writeHeaders(header, styles.header),
        },
        querySerializer: () => (operation.path.includes('?') ? '' : writeQuery(values, styles.query)),
        pathSerializer: (url: string, named: Values) => writePath(url, named, styles.path) + (rest && `&${rest}`),
        body: written?.body,
        bodySerializer: (value: unknown) => value,
      };
    },
  };
}

/** Only servers can send cookies this way: browsers drop the header. */
function cookieHeader(cookies: Record<string, string>): { cookie?: string } {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? { cookie: pairs.join('; ') } : {};
}
