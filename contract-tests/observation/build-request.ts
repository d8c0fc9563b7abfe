import type { Operation } from '../../lib/contract.ts';
import type { RequestParts } from '../cases/request-case.ts';
import type { RunOptions } from '../run-options.ts';
import type { Credential, ExchangeRequest } from './exchange.ts';
import type { TransportRequest } from './transport.ts';

/** A request to send, and the same as it may be shown. */
export interface BuiltRequest {
  sent: TransportRequest;
  shown: ExchangeRequest;
  /** The credential that must not come back; left out where none was sent. */
  secret?: string;
}

/** Sent where a run was given no token: a server that takes any credential takes this one. */
export const anyToken = 'chat-contract';

/** Refused by every server that checks: no key looks like this. The mock refuses what begins with `invalid`. */
export const wrongToken = 'invalid-chat-contract-credential';

/** Shorter credentials are found in ordinary words, and are no secrets. */
const shortestSecret = 8;

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
  const { body } = parts;
  const text = body === undefined ? undefined : 'json' in body ? JSON.stringify(body.json) : body.text;
  const contentType = body === undefined ? undefined : 'json' in body ? 'application/json' : body.contentType;
  const secret = secretOf(options, how.credential);
  const accept = operation.stream ? 'text/event-stream, application/json;q=0.9' : 'application/json';
  return {
    sent: {
      method,
      url: options.baseUrl + target,
      headers: {
        accept,
        'user-agent': how.userAgent,
        ...(contentType ? { 'content-type': contentType } : {}),
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      },
      ...(text === undefined ? {} : { body: text }),
    },
    shown: {
      method,
      target,
      ...(contentType ? { contentType } : {}),
      ...(text === undefined ? {} : { body: text }),
    },
    ...(secret !== undefined && secret !== anyToken && secret.length >= shortestSecret ? { secret } : {}),
  };
}

/** A segment of a path; what is no Unicode, such as half of a surrogate pair, becomes U+FFFD. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

function secretOf({ token }: RunOptions, credential: Credential): string | undefined {
  if (credential === 'missing') return undefined;
  return credential === 'wrong' ? wrongToken : (token ?? anyToken);
}
