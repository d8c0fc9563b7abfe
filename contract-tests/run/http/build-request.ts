import { type Operation, type Parameter, requestedPath } from '../../../src/openapi/contract.ts';
import { isJsonType } from '../../../src/openapi/media-type.ts';
import type { RequestParts } from '../../probes/cases/request-case.ts';
import type { RunOptions } from '../run-options.ts';
import type { Credential } from './credential.ts';
import { carry, credentialsFor, secretsToHide } from './credential.ts';
import type { ExchangeRequest } from './exchange.ts';
import { cookieText, headerText, pathText, queryText } from './serialize-parameter.ts';
import type { TransportRequest } from './transport.ts';

/** A request to send, and a copy without secrets. */
export interface BuiltRequest {
  sent: TransportRequest;
  shown: ExchangeRequest;
  /** Secrets to mask in the response. */
  secrets: string[];
}

/** Parameters with these names are ignored (OAS 3.1, section 4.8.12.2). */
const ignoredHeaders = /^(accept|authorization|content-type)$/i;

/** Builds a request for `operation`. Only `sent` has the credential. */
export function buildRequest(
  options: RunOptions,
  operation: Operation,
  parts: RequestParts,
  how: { credential: Credential; omitted?: string; method: string | undefined; userAgent: string },
): BuiltRequest {
  const method = how.method ?? operation.method;
  const parameterOf = (place: Parameter['in'], name: string): Parameter | undefined =>
    operation.parameters.find((parameter) => parameter.in === place && sameName(place, parameter.name, name));
  const carried = credentialsFor(options, operation);
  // Many documents list a credential as a parameter, too.
  const isFree =
    (place: Parameter['in']) =>
    ([name]: [name: string, value: unknown]) =>
      !(place === 'header' && ignoredHeaders.test(name)) &&
      !carried.some((one) => one.place?.in === place && sameName(place, one.place.name, name));
  const path = requestedPath(operation.path).replace(/\{([^}]+)\}/g, (_, name) => {
    const { [name]: value } = parts.path;
    return pathText(parameterOf('path', name) ?? { name, in: 'path', style: 'simple', explode: false }, value);
  });
  const values = { ...parts.query };
  if (options.projectId && parameterOf('query', 'project_id')) values.project_id ??= options.projectId;
  const query = Object.entries(values)
    .filter(isFree('query'))
    .map(([name, value]) => queryText(parameterOf('query', name), name, value))
    .filter((text) => text !== '');
  const headers = Object.entries(parts.headers ?? {})
    .filter(isFree('header'))
    .map(([name, value]) => {
      const parameter = parameterOf('header', name);
      return [name.toLowerCase(), parameter ? headerText(parameter, value) : String(value)];
    });
  const cookies = Object.entries(parts.cookies ?? {})
    .filter(isFree('cookie'))
    .flatMap(([name, value]) => {
      const parameter = parameterOf('cookie', name);
      return parameter ? [cookieText(parameter, value)] : [];
    });
  const { body } = parts;
  const text = body === undefined ? undefined : 'json' in body ? JSON.stringify(body.json) : body.text;
  const contentType = body === undefined ? undefined : 'json' in body ? jsonTypeOf(operation) : body.contentType;
  const { headers: credentials, query: secret } = carry(carried, how.credential, how.omitted);
  // A few documents distinguish paths by a query: `/messages?beta=true`.
  const mark = path.includes('?') ? '&' : '?';
  const address = (pairs: string[]) => (pairs.length > 0 ? path + mark + pairs.join('&') : path);
  const shownHeaders = Object.fromEntries([
    ...headers,
    ...(cookies.length > 0 ? [['cookie', cookies.join('; ')]] : []),
  ]);
  const sentCookies = [...cookies, ...(credentials.cookie === undefined ? [] : [credentials.cookie])];
  const places = carried.map(({ key, place }) => ({ key, ...(place ? { place } : {}) }));
  return {
    sent: {
      method,
      url:
        options.baseUrl +
        address([...query, ...Object.entries(secret).map(([name, value]) => queryText(undefined, name, value))]),
      headers: {
        accept: acceptOf(operation),
        'user-agent': how.userAgent,
        ...(contentType ? { 'content-type': contentType } : {}),
        ...shownHeaders,
        ...credentials,
        ...(sentCookies.length > 0 ? { cookie: sentCookies.join('; ') } : {}),
      },
      ...(text === undefined ? {} : { body: text }),
    },
    shown: {
      method,
      target: address(query),
      ...(contentType ? { contentType } : {}),
      ...(text === undefined ? {} : { body: text }),
      ...(Object.keys(shownHeaders).length > 0 ? { headers: shownHeaders } : {}),
      ...(places[0]?.place ? { credentialPlace: places[0].place } : {}),
      ...(places.length !== 1 ? { credentials: places } : {}),
    },
    secrets: secretsToHide(carried, how.credential),
  };
}

/** Header names are case-insensitive (RFC 9110, section 5.1). */
function sameName(place: Parameter['in'], one: string, other: string): boolean {
  return place === 'header' ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** The JSON media type that the operation documents for its body. */
function jsonTypeOf({ requestBody }: Operation): string {
  const types = Object.keys(requestBody?.content ?? {});
  return types.find((type) => isJsonType(type) && !type.includes('*')) ?? 'application/json';
}

/** The media types of the operation's successes: a stream is preferred, and JSON if nothing is documented. */
function acceptOf({ stream, responses }: Operation): string {
  // Clients of such an API request JSON even if the body requests a stream.
  if (stream?.protocol?.selectedBy) return 'application/json';
  if (stream) return 'text/event-stream, application/json;q=0.9';
  const successes = Object.values(responses).filter(({ status }) => status.startsWith('2'));
  const others = responses.default ? [responses.default] : Object.values(responses);
  const expected = successes.length === 0 ? others : successes;
  const documented = expected.flatMap(({ content }) => Object.keys(content));
  const json = documented.filter((type) => isJsonType(type) && !type.includes('*'));
  const rest = documented.filter((type) => !isJsonType(type));
  const [first, second] = json.length === 0 && rest.length > 0 ? [rest, ['application/json']] : [json, rest];
  const preferred = first.length === 0 ? ['application/json'] : first;
  return [...new Set([...preferred, ...second.map((type) => `${type};q=0.9`)])].join(', ');
}
