import { isObject } from '../../src/shared/json.ts';
import { problem, type RequestProblem } from '../request/request-problem.ts';
import type { Fault, FaultBehaviour, RequestContext } from './fault.ts';
import { repairBody } from './repair-body.ts';

const bounds = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'];

/** Faults in request validation: invalid requests accepted, valid ones rejected. */
export const validationFaults: readonly Fault[] = [
  {
    name: 'accepts-wrong-type',
    title: 'Body values of the wrong type are converted and accepted.',
    violates: 'request-type-refused',
    behaviour: () => accepts(({ place, keyword }) => place === 'body' && keyword === 'type'),
  },
  {
    name: 'accepts-missing-field',
    title: 'Bodies with missing required fields are accepted.',
    violates: 'request-required-refused',
    behaviour: () => accepts(({ place, keyword }) => place === 'body' && keyword === 'required'),
  },
  {
    name: 'accepts-out-of-bounds',
    title: 'Length, item count and range limits are not checked.',
    violates: 'request-bound-refused',
    behaviour: () => accepts(({ keyword }) => bounds.includes(keyword)),
  },
  {
    name: 'accepts-bad-format',
    title: 'Values with an invalid format are accepted.',
    violates: 'request-format-refused',
    behaviour: () => accepts(({ keyword }) => keyword === 'format'),
  },
  {
    name: 'accepts-malformed-json',
    title: 'A body that is not JSON is treated as an empty object.',
    violates: 'malformed-json-refused',
    behaviour: () => accepts(({ keyword }) => keyword === 'json'),
  },
  {
    name: 'accepts-missing-body',
    title: 'A missing required body is accepted.',
    violates: 'missing-body-refused',
    behaviour: () => accepts(({ keyword }) => keyword === 'body'),
  },
  {
    name: 'checks-first-item-only',
    title: 'Only the first item of a list is checked.',
    violates: 'generated-invalid-request-refused',
    behaviour: () => accepts(({ keyword, detail: { loc } }) => keyword === 'type' && Number(loc.at(-1)) > 0),
  },
  {
    name: 'refuses-unusual-text',
    title: 'A first message with non-ASCII characters is rejected.',
    violates: 'generated-valid-request-accepted',
    scope: 'chat-api',
    behaviour: () =>
      refuses(({ body }) =>
        /[^\u0000-\u007f]/.test(textIn(body, 'first_message'))
          ? entry('first_message', 'value_error', 'This has unusual characters.')
          : undefined,
      ),
  },
  {
    name: 'refuses-at-bound',
    title: 'Values at the maximum are rejected: a prompt of 1000 characters, or ten indexes for a new session.',
    violates: 'request-bound-accepted',
    scope: 'chat-api',
    behaviour: () =>
      refuses(({ operation, body }) => {
        if ([...textIn(body, 'prompt')].length === 1000) return entry('prompt', 'string_too_long', 'Too long.');
        const ids = isObject(body) && Array.isArray(body.index_ids) ? body.index_ids : [];
        if (operation.id === 'createSession' && ids.length === 10) return entry('index_ids', 'too_long', 'Too many.');
        return undefined;
      }),
  },
  {
    name: 'counts-utf16',
    title: 'Prompt length is counted in UTF-16 code units, so an emoji counts twice.',
    violates: 'request-bound-accepted',
    scope: 'chat-api',
    behaviour: () =>
      refuses(({ body }) =>
        textIn(body, 'prompt').length > 1000 ? entry('prompt', 'string_too_long', 'Too long.') : undefined,
      ),
  },
  {
    name: 'refuses-unknown-fields',
    title: 'Unknown body fields are rejected.',
    violates: 'unknown-request-fields-ignored',
    behaviour: () =>
      refuses(({ body }) => {
        const known = ['index_ids', 'prompt', 'first_message'];
        const unknown = isObject(body) && Object.keys(body).find((field) => !known.includes(field));
        return unknown ? entry(unknown, 'extra_forbidden', 'Unknown field.') : undefined;
      }),
  },
  {
    name: 'refuses-organization',
    title: 'A valid organization_id is rejected.',
    violates: 'request-scope-accepted',
    scope: 'chat-api',
    behaviour: () =>
      refuses(({ query }) =>
        query.organization_id === undefined
          ? undefined
          : problem('query', 'fault', { loc: ['query', 'organization_id'], msg: 'Not known.', type: 'value_error' }),
      ),
  },
  {
    name: 'refuses-large-page-size',
    title: 'A page_size above the maximum is rejected instead of clamped.',
    violates: 'list-large-page-clamped',
    scope: 'chat-api',
    behaviour: () =>
      refuses(({ query }) =>
        Number(query.page_size) > 100
          ? problem('query', 'maximum', { loc: ['query', 'page_size'], msg: 'Too large.', type: 'less_than_equal' })
          : undefined,
      ),
  },
];

/** Ignores some problems. Missing and mistyped values are made up and do not count as a lock conflict. */
function accepts(passedOver: (problem: RequestProblem) => boolean): FaultBehaviour {
  const repaired = new WeakSet<object>();
  return {
    problems: (problems) => problems.filter((one) => !passedOver(one)),
    body: (body, { operation }) => {
      const whole = repairBody(body, operation.id);
      if (whole !== body && isObject(whole) && Array.isArray(whole.index_ids)) repaired.add(whole.index_ids);
      return whole;
    },
    conflict: (conflict, { indexIds }) =>
      conflict === 'locked' && (repaired.has(indexIds) || indexIds.length === 0) ? null : conflict,
  };
}

function refuses(reason: (request: RequestContext) => RequestProblem | undefined): FaultBehaviour {
  return {
    problems: (problems, request) => {
      const found = problems.length === 0 ? reason(request) : undefined;
      return found ? [found] : problems;
    },
  };
}

function entry(field: string, type: string, msg: string): RequestProblem {
  return problem('body', 'fault', { loc: ['body', field], msg, type });
}

function textIn(body: unknown, field: string): string {
  const value = isObject(body) ? body[field] : undefined;
  return typeof value === 'string' ? value : '';
}
