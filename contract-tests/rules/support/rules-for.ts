import type { Contract } from '../../../src/openapi/contract.ts';
import { rules } from '../index.ts';
import type { Rule } from '../rule.ts';
import { isChatApi } from './chat-api.ts';

/** A rule as it reads for the document of another service. */
type Wording = Pick<Rule, 'title' | 'clause'> & Partial<Pick<Rule, 'provenance'>>;

/** The rules that follow from any document. What they say of the Chat API alone is said anew. */
const derived: Readonly<Record<string, Wording>> = {
  'content-type-documented': {
    title: 'A response has a media type that its operation documents for the status.',
    clause: 'The content of the response in the document (OAS 3.1, section 4.8.17).',
  },
  'error-body-schema': {
    title: 'The body of a refusal fits its schema.',
    clause: 'The schemas of the responses from 400 to 499 in the document.',
  },
  'no-server-error': {
    title: 'No request, valid or not, makes the server fail.',
    clause: 'RFC 9110, section 15.6: a 5xx says that the server is at fault.',
  },
  'response-body-schema': {
    title: 'The body of a success fits its schema.',
    clause: 'The schemas of the responses from 200 to 299 in the document.',
  },
  'response-headers': {
    title: 'A response carries the headers that are documented for it.',
    clause: 'The headers of the responses in the document (OAS 3.1, section 4.8.21).',
    provenance: 'documented',
  },
  'status-documented': {
    title: 'A request that keeps the contract gets a status that its operation documents.',
    clause: 'The responses of the operation in the document (OAS 3.1, section 4.8.16).',
  },
  'malformed-json-refused': {
    title: 'A body that is not JSON is refused.',
    clause: 'RFC 9110, section 15.5: a status from 400 to 499 says that the request is at fault.',
  },
  'missing-body-refused': {
    title: 'A request without its required body is refused.',
    clause: '`required` of the request body in the document (OAS 3.1, section 4.8.13).',
  },
  'request-bound-accepted': {
    title: 'A value that just keeps a bound is taken.',
    clause: 'The bounds of parameters and bodies in the document.',
  },
  'request-bound-refused': {
    title: 'A value beyond a bound is refused.',
    clause: 'The bounds of parameters and bodies in the document.',
  },
  'request-format-refused': {
    title: 'A value that breaks a format, a pattern, a list of values or the like is refused.',
    clause: 'The schemas of parameters and bodies in the document.',
  },
  'request-required-refused': {
    title: 'A request without something that is required is refused.',
    clause: '`required` of parameters and bodies in the document.',
  },
  'request-type-refused': {
    title: 'A value of the wrong type is refused.',
    clause: 'The types of parameters and bodies in the document.',
  },
  'valid-request-accepted': {
    title: 'A request that keeps the contract is taken.',
    clause: 'The parameters and bodies in the document.',
  },
  'credential-not-echoed': {
    title: 'A credential is not repeated in a response.',
    clause: 'A credential is a secret (RFC 6750, section 5.3).',
  },
  'credential-required': {
    title:
      'An operation that needs a credential answers 401 where none is sent; where it is no HTTP scheme, 401 or 403.',
    clause: '`security` of the document; 401 (RFC 9110, section 15.5.2).',
  },
  'wrong-credential-refused': {
    title:
      'An operation that needs a credential answers 401 where it is wrong; where it is no HTTP scheme, 401 or 403.',
    clause: '`security` of the document; 401 (RFC 9110, section 15.5.2).',
  },
  'credential-compared-exactly': {
    title: 'A token that is nearly the right one is answered with 401.',
    clause: '401 where the credential is wrong (RFC 6750, section 3.1), by one character or by its case, too.',
  },
  'scheme-case-ignored': {
    title: 'A right token is taken under `bearer` in lower case, too.',
    clause: 'The name of an authentication scheme is case-insensitive (RFC 9110, section 11.1).',
  },
  'allow-names-methods': {
    title: 'A 405 names the methods of the path in `Allow`.',
    clause: '405 with `Allow` (RFC 9110, sections 10.2.1 and 15.5.6).',
  },
  'wrong-method-refused': {
    title: 'A method that a path does not have is answered with 405.',
    clause: '405 for a wrong method (RFC 9110, section 15.5.6); many services answer 404 instead.',
    provenance: 'assumed',
  },
  'unknown-path-refused': {
    title: 'A path that the document does not have is answered with 404.',
    clause: '404 for what is not there (RFC 9110, section 15.5.5).',
  },
  'stream-data-is-json': {
    title: 'The data of each message is JSON.',
    clause: 'The schema of an event in the document.',
  },
  'stream-is-utf8': { title: 'An event stream is UTF-8.', clause: 'WHATWG HTML, section 9.2.5.' },
  'stream-last-event-dispatched': {
    title: 'The last event ends with a blank line, without which no reader sees it.',
    clause: 'WHATWG HTML, section 9.2.6: an event that is not followed by a blank line is not dispatched.',
  },
  'stream-event-schema': {
    title: 'Each event of a stream fits its schema.',
    clause: 'The schema of an event in the document.',
  },
};

/** The rules that follow from a stream's protocol. */
const ofProtocol: readonly string[] = [
  'stream-event-name',
  'stream-response-ends',
  'stream-call-answered',
  'stream-call-answered-once',
  'stream-call-id-unique',
  'stream-deltas-add-up',
  'stream-deltas-completed',
  'stream-error-flag',
  'stream-is-live',
  'stream-result-answers-call',
  'stream-result-matches-call',
  'stream-stop-last',
  'stream-stop-once',
  'stream-stop-present',
];

const ofStreams: readonly string[] = Object.keys(derived).filter((id) => id.startsWith('stream-'));

/** Which rules a contract can be judged by, and which not and why. */
export interface RuleChoice {
  applicable: readonly Rule[];
  leftOut: { rule: string; reason: string }[];
}

/**
 * The rules for a contract: all of them for the Chat API. Of another document those that follow from it; what is about
 * the Chat API alone, such as the life of its sessions, is left out.
 */
export function rulesFor(contract: Contract): RuleChoice {
  if (isChatApi(contract)) return { applicable: rules, leftOut: [] };
  const applicable: Rule[] = [];
  const leftOut: RuleChoice['leftOut'] = [];
  for (const rule of rules) {
    const reason = whyNot(rule.id, contract);
    if (reason === undefined) applicable.push({ ...rule, ...derived[rule.id] });
    else leftOut.push({ rule: rule.id, reason });
  }
  return { applicable, leftOut };
}

function whyNot(id: string, { operations }: Contract): string | undefined {
  const streams = operations.flatMap(({ stream }) => stream ?? []);
  if (ofStreams.includes(id)) return streams.length > 0 ? undefined : 'The document has no event stream with a schema.';
  if (ofProtocol.includes(id)) {
    return streams.some(({ protocol }) => protocol) ? undefined : 'The document states no x-stream-protocol.';
  }
  return id in derived ? undefined : 'It is about the Chat API, whose operations the document does not have.';
}
