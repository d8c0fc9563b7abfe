import type { SecurityScheme } from '../../src/openapi/contract.ts';
import { capitalize } from '../../src/shared/wording.ts';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';

const bearer = [[{ key: 'bearer', type: 'http', scheme: 'bearer' }]];

/** 401 with a challenge for each security scheme (RFC 9110, section 11.6.1). */
export function unauthorizedReply(security: readonly (readonly SecurityScheme[])[] = bearer): Reply {
  const ways = security
    .map((schemes) => [...new Set(schemes.map(formOf))].filter(Boolean).join(' and '))
    .filter(Boolean);
  const challenges = new Set(security.flat().map(challengeOf).filter(Boolean));
  return errorReply(401, `The API key is missing or not valid. Send it as ${[...new Set(ways)].join(', or ')}.`, {
    'www-authenticate': [...challenges].join(', '),
  });
}

function formOf({ type, scheme, in: place, name }: SecurityScheme): string {
  if (type === 'apiKey') return `the ${place} ${name}`;
  if (type === 'oauth2' || type === 'openIdConnect' || scheme === 'bearer') return 'Authorization: Bearer <api key>';
  if (scheme === 'basic') return 'Authorization: Basic <name:password in Base64>';
  return scheme === undefined ? '' : `Authorization: ${capitalize(scheme)}`;
}

function challengeOf({ type, scheme }: SecurityScheme): string {
  if (type === 'apiKey') return 'ApiKey';
  if (type === 'oauth2' || type === 'openIdConnect' || scheme === 'bearer') return 'Bearer';
  if (scheme === 'basic') return 'Basic realm="mock"';
  if (scheme === 'digest') return 'Digest realm="mock", nonce="mock", qop="auth"';
  return scheme === undefined ? '' : capitalize(scheme);
}
