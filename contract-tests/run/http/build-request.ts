import { type Operation, type Parameter, requestedPath } from '../../../src/openapi/contract.ts';
import { isJsonType } from '../../probes/cases/json-type.ts';
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
  const path = requestedPath(operation.path).replace(/\{([^}]+)\}/g, (_, name) => {
    const { [name]: value } = parts.path;
    return pathText(parameterOf('path', name) ?? { name, in: 'path', style: 'simple', explode: false }, value);
  });
  const values = { ...parts.query };
  if (options.projectId && parameterOf('query', 'project_id')) values.project_id ??= options.projectId;
  const query = Object.entries(values)
    .map(([name, value]) => queryText(parameterOf('query', name), name, value))
    .filter((text) => text !== '');
  const headers = Object.entries(parts.headers ?? {}).map(([name, value]) => {
    const parameter = parameterOf('header', name);
    return [name.toLowerCase(), parameter ? headerText(parameter, value) : String(value)];
  });
  const cookies = Object.entries(parts.cookies ?? {}).flatMap(([name, value]) => {
    const parameter = parameterOf('cookie', name);
    return parameter ? [cookieText(parameter, value)] : [];
  });
  const { body } = parts;
  const text = body === undefined ? undefined : 'json' in body ? JSON.stringify(body.json) : body.text;
  const contentType = body === undefined ? undefined : 'json' in body ? jsonTypeOf(operation) : body.contentType;
  const carried = credentialsFor(options, operation);
  const { headers: credentials, query: secret } = carry(carried, how.credential, how.omitted);
  // A few documents tell paths apart by a query: `/messages?beta=true`.
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

/** The names of headers have no case (RFC 9110, section 5.1). */
function sameName(place: Parameter['in'], one: string, other: string): boolean {
  return place === 'header' ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** The JSON media type that the operation documents for its body. */
function jsonTypeOf({ requestBody }: Operation): string {
  const types = Object.keys(requestBody?.content ?? {});
  return types.find((type) => isJsonType(type) && !type.includes('*')) ?? 'application/json';
}

/** The media types of the operation's answers: a stream is preferred, and JSON where nothing is documented. */
function acceptOf({ stream, responses }: Operation): string {
  // Clients of such an API ask for JSON even where the body asks for a stream.
  if (stream?.protocol?.selectedBy) return 'application/json';
  if (stream) return 'text/event-stream, application/json;q=0.9';
  const success = Object.values(responses).filter(({ status }) => status.startsWith('2'));
  const documented = success.flatMap(({ content }) => Object.keys(content));
  const others = documented.filter((one) => !/^application\/([\w.-]+\+)?json$/i.test(one));
  if (others.length === 0) return 'application/json';
  if (others.length === documented.length) return `${others.join(', ')}, application/json;q=0.9`;
  return `application/json, ${[...new Set(others)].map((one) => `${one};q=0.9`).join(', ')}`;
}
