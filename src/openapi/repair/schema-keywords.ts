import { isObject } from '../../shared/json.ts';

/** The replacement of a keyword's value; `undefined` removes the keyword. */
export type Replacement = { value: unknown; message: string } | undefined;

/** Checks the value of a keyword. Returns nothing if it is valid. */
type Check = (value: unknown) => Replacement | 'valid';

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

/** Common mistakes in `type`, and their meaning. */
const meant: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int: 'integer',
  int32: 'integer',
  int64: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  list: 'array',
  map: 'object',
  dict: 'object',
  date: 'string',
  datetime: 'string',
  uuid: 'string',
  file: 'string',
};

const ignored = { value: undefined, message: 'it is ignored' };

/** Checks by keyword: an invalid value would prevent the schema from being compiled. */
export const keywordChecks: Readonly<Record<string, Check>> = {
  type: checkType,
  enum: (value) => (Array.isArray(value) && value.length > 0 ? 'valid' : ignored),
  pattern: checkPattern,
  format: text,
  contentMediaType: text,
  contentEncoding: text,
  title: text,
  description: text,
  $comment: text,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  minContains: count,
  maxContains: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: (value) => (typeof value === 'number' && value > 0 ? 'valid' : ignored),
  uniqueItems: flag,
  readOnly: flag,
  writeOnly: flag,
  deprecated: flag,
  nullable: flag,
  required: checkRequired,
  dependentRequired: (value) => (isObject(value) && Object.values(value).every(isNames) ? 'valid' : ignored),
  properties: map,
  patternProperties: map,
  $defs: map,
  definitions: map,
  dependentSchemas: map,
  items: schema,
  additionalProperties: schema,
  unevaluatedItems: schema,
  unevaluatedProperties: schema,
  propertyNames: schema,
  contains: schema,
  contentSchema: schema,
  not: schema,
  if: schema,
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
  then: schema,
  else: schema,
  allOf: list,
  anyOf: list,
  oneOf: list,
  prefixItems: list,
  examples: (value) =>
    Array.isArray(value) ? 'valid' : { value: exampleValues(value), message: 'it is read as a list' },
  discriminator: (value) => {
    if (isObject(value) && typeof value.propertyName === 'string') return 'valid';
    return typeof value === 'string'
      ? { value: { propertyName: value }, message: 'it is read as the property name' }
      : ignored;
  },
};

/** Many documents write `/^a$/i`, as in a programming language: no text fits that as a pattern. */
function checkPattern(value: unknown): Replacement | 'valid' {
  if (typeof value !== 'string') return ignored;
  const [, inner, flags] = /^\/(\^.*|.*[^\\]\$)\/([a-z]*)$/s.exec(value) ?? [];
  if (inner === undefined) return compiles(value) ? 'valid' : ignored;
  return flags === '' && compiles(inner)
    ? { value: inner, message: 'it is read without the slashes around it' }
    : ignored;
}

/** True if a pattern can be compiled, with or without the flag `u`. */
export function compiles(pattern: string): boolean {
  return ['u', ''].some((flags) => {
    try {
      new RegExp(pattern, flags);
      return true;
    } catch {
      return false;
    }
  });
}

/** True for an object, `true` or `false`: the possible schemas. */
export function isSchema(value: unknown): boolean {
  return isObject(value) || typeof value === 'boolean';
}

function checkType(value: unknown): Replacement | 'valid' {
  const given = Array.isArray(value) ? value : [value];
  if (given.length > 0 && given.every((one) => types.includes(one as string))) return 'valid';
  const known = given.map((one) => {
    // An unquoted YAML null in a list can only mean the type.
    const name = one === null && !Array.isArray(value) ? 'any' : String(one).toLowerCase();
    return types.includes(name) ? name : meant[name];
  });
  if (given.length === 0 || known.includes(undefined)) return { value: undefined, message: 'any type is accepted' };
  const list = [...new Set(known)];
  return { value: list.length === 1 ? list[0] : list, message: `it is read as ${list.join(', ')}` };
}

function checkRequired(value: unknown): Replacement | 'valid' {
  if (isNames(value)) return 'valid';
  if (!Array.isArray(value)) return ignored;
  return { value: value.filter((one) => typeof one === 'string'), message: 'entries that are not names are ignored' };
}

function text(value: unknown): Replacement | 'valid' {
  if (typeof value === 'string') return 'valid';
  return value === null || typeof value === 'object'
    ? ignored
    : { value: String(value), message: 'it is read as text' };
}

function number(value: unknown): Replacement | 'valid' {
  if (typeof value === 'number') return 'valid';
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(read) ? { value: read, message: 'it is read as a number' } : ignored;
}

function count(value: unknown): Replacement | 'valid' {
  if (Number.isInteger(value) && (value as number) >= 0) return 'valid';
  const read = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  return read === undefined ? ignored : { value: read, message: 'it is read as a number' };
}

function flag(value: unknown): Replacement | 'valid' {
  if (typeof value === 'boolean') return 'valid';
  return value === 'true' || value === 'false'
    ? { value: value === 'true', message: 'it is read as a boolean' }
    : ignored;
}

function map(value: unknown): Replacement | 'valid' {
  return isObject(value) ? 'valid' : ignored;
}

function schema(value: unknown): Replacement | 'valid' {
  if (isSchema(value)) return 'valid';
  return value === 'true' || value === 'false'
    ? { value: value === 'true', message: 'it is read as a boolean' }
    : ignored;
}

function list(value: unknown): Replacement | 'valid' {
  if (Array.isArray(value)) return value.length > 0 ? 'valid' : ignored;
  return isObject(value) ? { value: [value], message: 'it is read as a list' } : ignored;
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** A media type's examples are a map; those of a schema are a list. */
function exampleValues(examples: unknown): unknown {
  if (!isObject(examples)) return undefined;
  return Object.values(examples).map((one) => (isObject(one) && Object.hasOwn(one, 'value') ? one.value : one));
}
