import type { Operation } from '../../../src/openapi/contract.ts';
import type { RequestParts } from '../../probes/cases/request-case.ts';
import type { RunOptions } from '../run-options.ts';
import type { Credential } from './credential.ts';
import { carry, credentialPlace, secretOf, secretsToHide } from './credential.ts';
import type { ExchangeRequest } from './exchange.ts';
import type { TransportRequest } from './transport.ts';

/** A request to send, and the same as it may be shown. */
export interface BuiltRequest {
  sent: TransportRequest;
  shown: ExchangeRequest;
  /** What must not be shown of what comes back. */
  secrets: string[];
}

/** Puts a request together for `operation`. Only `sent` holds the credential. */
export function buildRequest(
  options: RunOptions,
  operation: Operation,
  parts: RequestParts,
  how: { credential: Credential; method: string | undefined; userAgent: string },
): BuiltRequest {
  const method = how.method ?? operation.method;
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name) => encodeSegment(parts.path[name] ?? ''));
  const query = new URLSearchParams(parts.query);
  const takesProject = operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'project_id');
  if (options.projectId && takesProject && !query.has('project_id')) query.set('project_id', options.projectId);
  const target = query.size > 0 ? `${path}?${query}` : path;
  const place = credentialPlace(operation);
  const { body } = parts;
  const text = body === undefined ? undefined : 'json' in body ? JSON.stringify(body.json) : body.text;
  const contentType = body === undefined ? undefined : 'json' in body ? 'application/json' : body.contentType;
  const secret = secretOf(options, how.credential);
  const carried = carry(secret, how.credential, place);
  const sentQuery = new URLSearchParams([...query, ...Object.entries(carried.query)]);
  return {
    sent: {
      method,
      url: options.baseUrl + (sentQuery.size > 0 ? `${path}?${sentQuery}` : path),
      headers: {
        accept: acceptOf(operation),
        'user-agent': how.userAgent,
        ...(contentType ? { 'content-type': contentType } : {}),
        ...parts.headers,
        ...carried.headers,
      },
      ...(text === undefined ? {} : { body: text }),
    },
    shown: {
      method,
      target,
      ...(contentType ? { contentType } : {}),
      ...(text === undefined ? {} : { body: text }),
      ...(parts.headers ? { headers: parts.headers } : {}),
      ...(place ? { credentialPlace: place } : {}),
    },
    secrets: secretsToHide(options, how.credential, place),
  };
}

/** A segment of a path; what is no Unicode, such as half of a surrogate pair, becomes U+FFFD. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

/** The media types of the operation's answers: a stream is preferred, and JSON where nothing is documented. */
function acceptOf({ stream, responses }: Operation): string {
  if (stream) return 'text/event-stream, application/json;q=0.9';
  const success = Object.values(responses).filter(({ status }) => status.startsWith('2'));
  const documented = success.flatMap(({ content }) => Object.keys(content));
  const others = documented.filter((one) => !/^application\/([\w.-]+\+)?json$/i.test(one));
  return others.length > 0 && others.length === documented.length
    ? `${others.join(', ')}, application/json;q=0.9`
    : 'application/json';
}
