import { isObject } from '../../src/shared/json.ts';
import { problem, type RequestProblem } from '../request/request-problem.ts';
import type { Fault, FaultBehaviour, RequestContext } from './fault.ts';
import { repairBody } from './repair-body.ts';

const bounds = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'];

/** Bad requests that are taken, and good ones that are refused. */
export const validationFaults: readonly Fault[] = [
  {
    name: 'accepts-wrong-type',
    title: 'Values of the wrong type in a body are taken, made to fit.',
    breaks: 'request-type-refused',
    behaviour: () => accepts(({ place, keyword }) => place === 'body' && keyword === 'type'),
  },
  {
    name: 'accepts-missing-field',
    title: 'Required fields of a body may be left out.',
    breaks: 'request-required-refused',
    behaviour: () => accepts(({ place, keyword }) => place === 'body' && keyword === 'required'),
  },
  {
    name: 'accepts-out-of-bounds',
    title: 'Lengths, counts and ranges are not checked.',
    breaks: 'request-bound-refused',
    behaviour: () => accepts(({ keyword }) => bounds.includes(keyword)),
  },
  {
    name: 'accepts-bad-format',
    title: 'A project_id that is no UUID is taken.',
    breaks: 'request-format-refused',
    behaviour: () => accepts(({ keyword }) => keyword === 'format'),
  },
  {
    name: 'accepts-malformed-json',
    title: 'A body that is not JSON is taken as an empty object.',
    breaks: 'malformed-json-refused',
    behaviour: () => accepts(({ keyword }) => keyword === 'json'),
  },
  {
    name: 'accepts-missing-body',
    title: 'A required body may be left out.',
    breaks: 'missing-body-refused',
    behaviour: () => accepts(({ keyword }) => keyword === 'body'),
  },
  {
    name: 'checks-first-item-only',
    title: 'Of a list only the first item is checked.',
    breaks: 'generated-invalid-request-refused',
    behaviour: () => accepts(({ keyword, detail: { loc } }) => keyword === 'type' && Number(loc.at(-1)) > 0),
  },
  {
    name: 'refuses-unusual-text',
    title: 'A first message with characters that are not ASCII is refused.',
    breaks: 'generated-valid-request-accepted',
    behaviour: () =>
      refuses(({ body }) =>
        /[^\u0000-\u007f]/.test(textIn(body, 'first_message'))
          ? entry('first_message', 'value_error', 'This has unusual characters.')
          : undefined,
      ),
  },
  {
    name: 'refuses-at-bound',
    title: 'A prompt of exactly 1000 characters is refused, and so are exactly ten indexes at creation.',
    breaks: 'request-bound-accepted',
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
    title: 'The length of a prompt is counted in UTF-16 units, so an emoji counts twice.',
    breaks: 'request-bound-accepted',
    behaviour: () =>
      refuses(({ body }) =>
        textIn(body, 'prompt').length > 1000 ? entry('prompt', 'string_too_long', 'Too long.') : undefined,
      ),
  },
  {
    name: 'refuses-unknown-fields',
    title: 'A field that the contract does not name is refused.',
    breaks: 'unknown-request-fields-ignored',
    behaviour: () =>
      refuses(({ body }) => {
        const known = ['index_ids', 'prompt', 'first_message'];
        const unknown = isObject(body) && Object.keys(body).find((field) => !known.includes(field));
        return unknown ? entry(unknown, 'extra_forbidden', 'This field is not known.') : undefined;
      }),
  },
  {
    name: 'refuses-organization',
    title: 'An organization_id is refused, although it is a UUID.',
    breaks: 'request-scope-accepted',
    behaviour: () =>
      refuses(({ query }) =>
        query.organization_id === undefined
          ? undefined
          : problem('query', 'fault', { loc: ['query', 'organization_id'], msg: 'Not known.', type: 'value_error' }),
      ),
  },
  {
    name: 'refuses-large-page-size',
    title: 'A page_size above the maximum is refused and not clamped.',
    breaks: 'list-large-page-clamped',
    behaviour: () =>
      refuses(({ query }) =>
        Number(query.page_size) > 100
          ? problem('query', 'maximum', { loc: ['query', 'page_size'], msg: 'Too large.', type: 'less_than_equal' })
          : undefined,
      ),
  },
];

/** Passes over some problems. What is then missing or of another type is made up, and never held against a lock. */
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
