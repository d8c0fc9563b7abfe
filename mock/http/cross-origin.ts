import type { Incoming, Reply } from './exchange.ts';

const exposed = [
  'allow',
  'retry-after',
  'www-authenticate',
  'x-mock-fault',
  'x-mock-faults-on',
  'x-mock-scenario',
  'x-mock-scenario-reason',
];
/** Allowed on every path, so that a page can read the 405. */
const usualMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * True for a CORS preflight request (Fetch standard, section 3.2.2). An OPTIONS without its two headers is an ordinary
 * request.
 */
export function isPreflight(incoming: Incoming): boolean {
  return (
    incoming.method === 'OPTIONS' &&
    incoming.header('origin') !== undefined &&
    incoming.header('access-control-request-method') !== undefined
  );
}

/**
 * Allows the request that the preflight announces, with its headers.
 *
 * @param methods the documented methods of the path, such as QUERY
 */
export function preflightReply(incoming: Incoming, methods: readonly string[] = []): Reply {
  const headers = incoming.header('access-control-request-headers');
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': [...new Set([...usualMethods, ...methods])].join(', '),
      ...(headers && /^[\w!#$%&'*+.^`|~, -]+$/.test(headers) ? { 'access-control-allow-headers': headers } : {}),
      'access-control-max-age': '600',
    },
  };
}

/**
 * The headers that let a page of any origin read the response and all of its headers. Credentials forbid `*`, so the
 * origin and the headers are named.
 */
export function crossOriginHeaders(incoming: Incoming, { headers }: Reply): Record<string, string> {
  const origin = incoming.header('origin');
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': [...new Set([...exposed, ...Object.keys(headers)])].join(', '),
    vary: headers.vary === undefined ? 'origin' : `${headers.vary}, origin`,
  };
}
