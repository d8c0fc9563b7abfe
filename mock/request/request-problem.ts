import type { SchemaViolation } from '../../src/openapi/validate/schema-validator.ts';
import { excerpt } from '../../src/shared/excerpt.ts';
import { pluralize } from '../../src/shared/wording.ts';

/** The location of a part of a request. */
export type Place = 'path' | 'query' | 'header' | 'cookie' | 'body';

/** One problem of a request. */
export interface RequestProblem {
  place: Place;
  /** The violated JSON Schema keyword, or one of `json`, `body` and `preference`. */
  keyword: string;
  /** The entry of the 422 body. */
  detail: ProblemDetail;
}

/** An entry of `detail`, in FastAPI's format. */
export interface ProblemDetail {
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: Record<string, unknown>;
}

interface Wording {
  type: string;
  msg: string;
  ctx?: Record<string, unknown>;
}

/** Longer JSON values are not repeated, because a response must not be as long as the request. */
const longestInput = 300;

/**
 * The 422 entry for one violation, with a `type` of pydantic's vocabulary.
 *
 * @param name the parameter; none for the body
 */
export function toProblem(place: Place, name: string | undefined, violation: SchemaViolation): RequestProblem {
  const { type, msg, ctx } = wordingOf(place, violation);
  const loc = [place, ...(name === undefined ? [] : [name]), ...violation.at];
  return problem(place, violation.keyword, {
    loc,
    msg,
    type,
    ...inputOf(place, violation.value),
    ...(ctx ? { ctx } : {}),
  });
}

/** A problem with its entry. */
export function problem(place: Place, keyword: string, detail: ProblemDetail): RequestProblem {
  return { place, keyword, detail };
}

/** The entry for a missing required part. */
export function missing(place: Place, loc: (string | number)[]): RequestProblem {
  return problem(place, 'required', { loc, msg: 'This field is required.', type: 'missing', input: null });
}

/** Headers and cookies can contain secrets, so their values are never repeated. */
function inputOf(place: Place, value: unknown): { input?: unknown } {
  if (place === 'header' || place === 'cookie') return {};
  if (value === undefined) return { input: null };
  const text = JSON.stringify(value);
  if (text.length <= longestInput) return { input: value };
  return typeof value === 'string' ? { input: `${[...value.slice(0, 80)].slice(0, 40).join('')} …` } : {};
}

function wordingOf(place: Place, { keyword, params, value, message }: SchemaViolation): Wording {
  const limit = params.limit as number;
  switch (keyword) {
    case 'required':
      return { type: 'missing', msg: 'This field is required.' };
    case 'type':
      return typeWording(place, params.type);
    case 'maxLength':
      return bound('string_too_long', `This text must not be longer than ${limit} characters.`, { max_length: limit });
    case 'minLength':
      return bound('string_too_short', `This text must have at least ${limit} ${pluralize(limit, 'character')}.`, {
        min_length: limit,
      });
    case 'maxItems':
      return bound('too_long', `This list must not have more than ${limit} items.`, {
        max_length: limit,
        actual_length: lengthOf(value),
      });
    case 'minItems':
      return bound('too_short', `This list must have at least ${limit} ${pluralize(limit, 'item')}.`, {
        min_length: limit,
        actual_length: lengthOf(value),
      });
    case 'minimum':
      return bound('greater_than_equal', `This number must not be less than ${limit}.`, { ge: limit });
    case 'maximum':
      return bound('less_than_equal', `This number must not be greater than ${limit}.`, { le: limit });
    case 'exclusiveMinimum':
      return bound('greater_than', `This number must be greater than ${limit}.`, { gt: limit });
    case 'exclusiveMaximum':
      return bound('less_than', `This number must be less than ${limit}.`, { lt: limit });
    case 'pattern':
      return bound('string_pattern_mismatch', `This text must match ${params.pattern}.`, { pattern: params.pattern });
    case 'format':
      return params.format === 'uuid'
        ? { type: 'uuid_parsing', msg: 'This must be a UUID, such as 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10.' }
        : { type: 'value_error', msg: `This must be a valid ${params.format}.` };
    case 'enum':
      return bound('enum', `This must be one of ${excerpt(params.allowedValues)}.`, { expected: params.allowedValues });
    case 'const':
      return { type: 'literal_error', msg: `This must be ${excerpt(params.allowedValue)}.` };
    case 'additionalProperties':
      return { type: 'extra_forbidden', msg: `Unknown field ${excerpt(params.additionalProperty)}.` };
    default:
      return { type: 'value_error', msg: `This ${message}.` };
  }
}

/** pydantic's `type` for a wrong type: text that should be a number has a *parsing* error. */
function typeWording(place: Place, wanted: unknown): Wording {
  const types = (Array.isArray(wanted) ? wanted : [wanted]).map(String);
  const first = types.find((type) => type !== 'null') ?? 'null';
  const parsed = place === 'body' ? 'type' : 'parsing';
  const names: Record<string, [type: string, words: string]> = {
    string: ['string_type', 'a string'],
    integer: [`int_${parsed}`, 'a whole number'],
    number: [`float_${parsed}`, 'a number'],
    boolean: [`bool_${parsed}`, 'true or false'],
    array: ['list_type', 'a list'],
    object: ['dict_type', 'an object'],
    null: ['none_required', 'null'],
  };
  const [type, words] = names[first] ?? ['value_error', first];
  return { type, msg: `This must be ${words}${first !== 'null' && types.includes('null') ? ' or null' : ''}.` };
}

function bound(type: string, msg: string, ctx: Record<string, unknown>): Wording {
  return { type, msg, ctx };
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
