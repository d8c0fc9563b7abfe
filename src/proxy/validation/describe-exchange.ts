import { credentialPlace } from '../../../contract-tests/run/http/credential.ts';
import type { Exchange, ExchangeRequest } from '../../../contract-tests/run/http/exchange.ts';
import type { Incoming } from '../../../mock/http/exchange.ts';
import type { Operation } from '../../openapi/contract.ts';
import { maskBody } from '../../record/replace-values.ts';
import { decodeText } from '../../shared/encoding/bytes.ts';
import { isMaskable, isSecretHeader, isSecretParameter, maskCredentials } from '../../shared/mask-credentials.ts';
import { headerPairs } from '../hop-by-hop.ts';
import { originForm } from '../origin-form.ts';

/** Headers that a reproduction does not need. */
const unneeded =
  /^(host|connection|content-length|content-type|user-agent|accept-encoding|accept-language|cache-control|pragma|origin|referer|te|trailer|transfer-encoding|upgrade|expect|keep-alive|sec-.*|x-forwarded-.*|x-mock-session)$/i;

/** True if a header is hidden, by its name as sent. */
const hiddenNames = new Map<string, boolean>();
const mostNames = 500;

function isHidden(name: string): boolean {
  const known = hiddenNames.get(name);
  if (known !== undefined) return known;
  const isOne = unneeded.test(name) || isSecretHeader(name);
  if (hiddenNames.size < mostNames) hiddenNames.set(name, isOne);
  return isOne;
}

/** A request for reports, without its credential. */
export function describeRequest(
  incoming: Incoming,
  operation: Operation | undefined,
  body: Uint8Array | undefined,
): ExchangeRequest {
  const place = operation && credentialPlace(operation);
  const secrets = credentialsOf(incoming, operation);
  const [path = '', query] = (originForm(incoming.target) ?? incoming.target).split('?', 2);
  const kept = query
    ?.split('&')
    .filter((pair) => !(place?.in === 'query' && pair.split('=')[0] === encodeURIComponent(place.name)))
    .map((pair) => maskPair(pair, secrets))
    .join('&');
  const contentType = incoming.header('content-type');
  const headers = headerPairs(incoming.rawHeaders).filter(
    ([name, value]) =>
      !isHidden(name) &&
      !(place?.in === 'header' && name.toLowerCase() === place.name.toLowerCase()) &&
      !(name.toLowerCase() === 'accept' && value === '*/*'),
  );
  return {
    method: incoming.method,
    target: maskCredentials(path, secrets) + (kept ? `?${kept}` : ''),
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === undefined || body.byteLength === 0 ? {} : { body: maskBody(decodeText(body), secrets) }),
    ...(headers.length > 0
      ? { headers: Object.fromEntries(headers.map(([name, value]) => [name, maskCredentials(value, secrets)])) }
      : {}),
    ...(place === undefined ? {} : { credentialPlace: place }),
  };
}

/** A pair of a query without credentials: encoded ones, too, and those known only by the name of the parameter. */
function maskPair(pair: string, secrets: readonly string[]): string {
  const [[name, value] = ['', '']] = new URLSearchParams(pair);
  const masked = isSecretParameter(name) && isMaskable(value) ? '[token]' : maskCredentials(value, secrets);
  return masked === value ? pair : `${pair.split('=')[0]}=${encodeURIComponent(masked)}`;
}

/** True if a request has a credential where its operation requires one. */
export function hasCredential(incoming: Incoming, operation: Operation | undefined): boolean {
  const place = operation && credentialPlace(operation);
  if (place?.in === 'header') return incoming.header(place.name.toLowerCase()) !== undefined;
  if (place?.in === 'query') return new URLSearchParams(incoming.target.split('?')[1]).has(place.name);
  if (place?.in === 'cookie') return new RegExp(`(^|;\\s*)${place.name}=`).test(incoming.header('cookie') ?? '');
  return incoming.header('authorization') !== undefined;
}

/** The values to mask in an exchange. */
export function credentialsOf(incoming: Incoming, operation: Operation | undefined): string[] {
  const place = operation && credentialPlace(operation);
  const cookie = incoming.header('cookie');
  const values = [
    incoming.header('authorization')?.replace(/^\S+\s+/, ''),
    place?.in === 'header' ? incoming.header(place.name.toLowerCase()) : undefined,
    place?.in === 'query' ? new URLSearchParams(incoming.target.split('?')[1]).get(place.name) : undefined,
    incoming.header('x-api-key'),
    ...(cookie ? cookie.split(';').map((pair) => pair.split('=').slice(1).join('=').trim()) : []),
  ];
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** The exchange before its response, as a valid request of its operation. */
export function beginExchange(
  number: number,
  operation: string,
  request: ExchangeRequest,
  { credential, startedAt }: Pick<Exchange, 'credential' | 'startedAt'>,
): Exchange {
  return {
    number,
    operation,
    purpose: 'passed through the proxy',
    case: { kind: 'valid' },
    credential,
    request,
    startedAt,
    durationMs: 0,
  };
}
