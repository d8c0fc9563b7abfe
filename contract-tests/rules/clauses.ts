import type { Provenance } from '../../src/shared/provenance.ts';

/** One thing that is known of the API and that a client can observe, and the rules that look at it. */
export interface Clause {
  topic: string;
  text: string;
  provenance: Provenance;
  /** Ids of rules. */
  rules: readonly string[];
}

const framing = ['stream-is-utf8', 'stream-last-event-dispatched', 'stream-response-ends', 'content-type-documented'];
const refusals = ['request-type-refused', 'request-required-refused', 'request-bound-refused', 'missing-body-refused'];

/** Every clause of the contract that a client can observe. */
export const clauses: readonly Clause[] = [
  clause('Credentials', 'documented', 'Every operation needs a bearer token.', [
    'credential-required',
    'wrong-credential-refused',
  ]),
  clause(
    'Credentials',
    'standard',
    'A missing or wrong credential is answered with 401, which names the Bearer scheme.',
    ['credential-required', 'wrong-credential-refused', 'response-headers'],
  ),
  clause('Credentials', 'standard', 'A token is compared exactly, the name of its scheme without regard to case.', [
    'credential-compared-exactly',
    'scheme-case-ignored',
  ]),
  clause('Credentials', 'standard', 'A credential is not repeated in a response.', ['credential-not-echoed']),
  clause('Requests', 'documented', '`project_id` and `organization_id` are UUIDs, on every operation.', [
    'request-format-refused',
  ]),
  clause('Requests', 'documented', 'Every operation takes `project_id` and `organization_id`.', [
    'request-scope-accepted',
  ]),
  clause('Requests', 'documented', 'Each field and parameter has its type, is required or not, and has its bounds.', [
    ...refusals,
    'request-bound-accepted',
    'valid-request-accepted',
    'generated-valid-request-accepted',
    'generated-invalid-request-refused',
  ]),
  clause('Requests', 'assumed', 'Malformed JSON is refused with 422 in the field list form.', [
    'malformed-json-refused',
    'error-body-schema',
  ]),
  clause('Requests', 'assumed', 'Unknown fields of a request are ignored, those of the later revision too.', [
    'unknown-request-fields-ignored',
  ]),
  clause('Responses', 'documented', 'Each operation succeeds with its status and media type.', [
    'status-documented',
    'content-type-documented',
    'valid-request-accepted',
  ]),
  clause(
    'Responses',
    'documented',
    'Summary, session, page and job metadata have their fields, types and nullability.',
    ['response-body-schema'],
  ),
  clause('Responses', 'documented', '422 answers with a list of problems, each with `loc`, `msg` and `type`.', [
    'error-body-schema',
    'validation-error-names-field',
  ]),
  clause('Responses', 'assumed', '401, 404, 405 and 409 answer with a `detail` text.', ['error-body-schema']),
  clause('Responses', 'standard', 'No request makes the server fail.', ['no-server-error']),
  clause('Responses', 'standard', 'An unknown session is answered with 404.', ['unknown-session-refused']),
  clause('Responses', 'standard', 'A path that the contract does not have is answered with 404.', [
    'unknown-path-refused',
  ]),
  clause('Responses', 'standard', 'A method that a path does not have is answered with 405 and `Allow`.', [
    'wrong-method-refused',
    'allow-names-methods',
  ]),
  clause('Wire', 'standard', 'A turn is UTF-8 text/event-stream; each event ends with a blank line.', framing),
  clause(
    'Wire',
    'documented',
    'The data of each message is one JSON event, one of eight, with the fields of its type.',
    ['stream-data-is-json', 'stream-event-schema'],
  ),
  clause(
    'Wire',
    'assumed',
    'Every event says its type; counts and durations are not negative, `turns` is at least 1.',
    ['stream-event-schema', 'response-body-schema'],
  ),
  clause('Wire', 'documented', 'The event name agrees with the type; without one it is `message`.', [
    'stream-event-name',
  ]),
  clause('Wire', 'documented', 'A turn has exactly one `stop`.', ['stream-stop-present', 'stream-stop-once']),
  clause('Wire', 'assumed', '`stop` is the last message; then the server ends the response.', [
    'stream-stop-last',
    'stream-response-ends',
  ]),
  clause('Wire', 'assumed', 'Deltas add up to the complete event that follows.', [
    'stream-deltas-add-up',
    'stream-deltas-completed',
  ]),
  clause('Wire', 'assumed', 'Deltas are increments for live display: they arrive as they are made.', [
    'stream-is-live',
  ]),
  clause(
    'Wire',
    'assumed',
    'A result answers an earlier call of the turn, of the same name, once; no call stays open.',
    ['stream-result-answers-call', 'stream-result-matches-call', 'stream-call-answered-once', 'stream-call-answered'],
  ),
  clause('Wire', 'assumed', '`call_id`s are unique within a session.', ['stream-call-id-unique']),
  clause('Wire', 'assumed', '`is_error` is true exactly where `error` is a text.', ['stream-error-flag']),
  clause('Wire', 'assumed', 'Where the stream repeats the prompt, it repeats it truly.', ['stream-input-is-prompt']),
  clause('Sessions', 'documented', 'A created session has the indexes that were asked for.', ['created-session-bound']),
  clause('Sessions', 'documented', 'A session is read under its own id.', ['session-id-matches']),
  clause('Sessions', 'assumed', 'A created session is readable at once and in the list, and is empty.', [
    'created-session-readable',
    'created-session-listed',
    'created-session-empty',
  ]),
  clause('Sessions', 'documented', 'A bound session is locked to its indexes, as a set, once a message was sent.', [
    'index-set-locked',
    'refused-turn-keeps-lock',
    'index-set-unordered',
  ]),
  clause('Sessions', 'documented', 'An unbound session stays unbound.', ['unbound-session-free']),
  clause('Sessions', 'assumed', 'The history holds each turn: the prompt, then its complete events in their order.', [
    'history-has-input',
    'history-equals-stream',
    'history-keeps-turns',
  ]),
  clause(
    'Sessions',
    'assumed',
    'After a turn, `job_metadata` is that of its `stop`, and `last_updated_at` is not earlier.',
    ['job-metadata-equals-usage', 'updated-at-advances'],
  ),
  clause('Sessions', 'assumed', 'Summary, full session and item of the list say the same.', [
    'summary-equals-session',
    'list-item-equals-summary',
  ]),
  clause('Sessions', 'documented', 'A title is generated from the first message and is on the session.', [
    'title-set',
    'title-kept',
  ]),
  clause('Sessions', 'assumed', 'A title may be generated again; an empty first message is refused.', [
    'title-again',
    'request-bound-refused',
  ]),
  clause('Sessions', 'assumed', 'A deleted session is 404 everywhere and gone from the list; a second delete is 404.', [
    'deleted-session-gone',
    'deleted-session-unlisted',
  ]),
  clause('Sessions', 'documented', 'A delete takes the session that is named, and no other.', [
    'deletion-spares-others',
  ]),
  clause('Sessions', 'documented', 'Sessions belong to a project, and one session does not touch another.', [
    'projects-apart',
    'sessions-apart',
  ]),
  clause('Sessions', 'assumed', 'A turn is refused with 409 while one streams.', ['concurrent-turn-refused']),
  clause('Sessions', 'assumed', 'A client that goes away ends the turn; what was streamed is kept.', [
    'abandoned-turn-kept',
  ]),
  clause('List', 'documented', '`page_size` bounds a page, tokens are opaque, the last page has none.', [
    'list-page-bounded',
    'list-ends',
  ]),
  clause('List', 'assumed', 'A walk visits every session once, the most recently updated first.', [
    'list-visits-each-once',
    'list-newest-first',
  ]),
  clause(
    'List',
    'assumed',
    'A token that was never issued is 422; `page_size` below 1 is 422, a large one is clamped.',
    ['list-forged-token-refused', 'list-large-page-clamped', 'request-bound-refused'],
  ),
];

function clause(topic: string, provenance: Provenance, text: string, rules: readonly string[]): Clause {
  return { topic, text, provenance, rules };
}
