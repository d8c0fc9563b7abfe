import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { isObject } from '../../shared/json.ts';
import { isProvenance, type Provenance } from '../../shared/provenance.ts';
import { fromPointer, resolvePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { isCovered } from '../sample/is-covered.ts';
import { createAjv } from './create-ajv.ts';
import { findMismatches } from './find-mismatch.ts';
import { narrowUnions } from './narrow-unions.ts';
import { type Direction, flagIn, requireIn } from './read-write-only.ts';
import { withoutData } from './without-data.ts';

/** One violation of a schema by a value. */
export interface SchemaViolation {
  /** The path to the value: field names and array positions. */
  at: (string | number)[];
  /** The violated JSON Schema keyword, such as `required`. */
  keyword: string;
  /** The problem, without the place. */
  message: string;
  /** The keyword's parameters from Ajv. */
  params: Record<string, unknown>;
  /** The invalid value. */
  value: unknown;
  provenance: Provenance;
}

/** Validates a value against the schema at a JSON Pointer. Only the first of repeated violations are returned. */
export type SchemaValidator = (pointer: string, value: unknown) => SchemaViolation[];

/**
 * A validator for the schemas of a bundled document: JSON Schema 2020-12 with formats asserted. A schema that
 * is used often is compiled.
 *
 * A `readOnly` property is required in responses only, a `writeOnly` one in requests only. The direction follows from
 * the pointer, which is below `requestBody` or `responses`.
 *
 * Errors name one cause: of a discriminated union only the variant that the value names is reported, and of a nullable
 * reference only the reference.
 *
 * A schema that cannot be compiled accepts any value, so that it does not affect the others. `openDocument` has
 * repaired and reported known faults.
 */
export function createSchemaValidator(document: OpenApiDocument): SchemaValidator {
  const fits = createCompiler(document, false);
  const explain = createCompiler(document, true);
  const isUndecided = createOverlap(document, explain.given);
  const look = createLook(document);
  return (pointer, value) => {
    try {
      const seen = look(pointer, value);
      if (seen === 'valid' || (seen === 'unclear' && fits.compile(pointer)(value))) return [];
      const full = explain.compile(pointer);
      const errors = full(shorten(value)) ? firstError(fits.compile(pointer), value) : (full.errors ?? []);
      return someOfEach(errors.filter((one) => isCause(one) && !isUndecided(one))).map(toViolation);
    } catch (error) {
      // A value of thousands of levels runs out of stack.
      if (error instanceof RangeError) return [];
      throw error;
    }
  };
}

/** Uses of a schema before it is compiled, which takes as long as a few hundred checks without compiling. */
const mostLooks = 32;

/** Checks a value without compiling its schema, while the schema is used rarely. */
function createLook(document: OpenApiDocument): (pointer: string, value: unknown) => 'valid' | 'invalid' | 'unclear' {
  const uses = new Map<string, number>();
  return (pointer, value) => {
    const count = uses.get(pointer) ?? 0;
    if (count >= mostLooks) return 'unclear';
    const direction = directionOf(pointer);
    const { mismatches, sure } = findMismatches(document, pointer, value, direction ? [flagIn(direction)] : []);
    uses.set(pointer, sure ? count + 1 : mostLooks);
    if (!sure) return 'unclear';
    return mismatches.length === 0 ? 'valid' : 'invalid';
  };
}

/** Describes a violation in more detail than `shorten`; `undefined` if only the check without compiling found it. */
function firstError(validate: ValidateFunction, value: unknown): ErrorObject[] {
  return validate(value) ? [] : (validate.errors ?? []).slice(0, 1);
}

const requestPlaces =
  /^#\/(?:components\/(?:requestBodies|parameters)|(?:components\/pathItems|paths|webhooks)\/[^/]+\/(?:[a-z]+\/)?(?:requestBody|parameters))\//;
const responsePlaces =
  /^#\/(?:components\/responses|(?:components\/pathItems|paths|webhooks)\/[^/]+\/[a-z]+\/responses)\//;

function directionOf(pointer: string): Direction | undefined {
  if (responsePlaces.test(pointer)) return 'response';
  return requestPlaces.test(pointer) ? 'request' : undefined;
}

const known = new WeakMap<OpenApiDocument, SchemaValidator>();

/** The cached validator of a document that no longer changes. */
export function schemaValidatorOf(document: OpenApiDocument): SchemaValidator {
  const validator = known.get(document) ?? createSchemaValidator(document);
  known.set(document, validator);
  return validator;
}

interface Compiler {
  compile(pointer: string): ValidateFunction;
  /** A schema as in the document, with the document's references. */
  given(schema: unknown): unknown;
}

/**
 * Compiles each schema on first use, with the schemas that it refers to: a document may have thousands of others. Equal
 * schemas are compiled once, because generated documents repeat them by the thousand.
 *
 * @param allErrors false: it stops at the first
 */
function createCompiler(document: OpenApiDocument, allErrors: boolean): Compiler {
  let ajv: Ajv2020 | undefined;
  const directions = new Map(
    [undefined, 'request', 'response'].map((one) => [one, new Map<string, string>()] as const),
  );
  const pointers = new Map<string, string>();
  const compiled = new Map<string, ValidateFunction>();
  const same = new Map<string, ValidateFunction>();

  /** The name in Ajv of the schema at `pointer`, which is added with everything that it refers to. */
  const add = (pointer: string, direction: Direction | undefined): string => {
    ajv ??= createAjv(allErrors);
    const names = directions.get(direction)!;
    const missing: string[] = [];
    const nameOf = (one: string): string => {
      const known = names.get(one);
      if (known !== undefined) return known;
      const name = `${direction ?? 'any'}-${names.size}`;
      names.set(one, name);
      pointers.set(name, one);
      missing.push(one);
      return name;
    };
    const name = nameOf(pointer);
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      const given = resolvePointer(document, next);
      const required = direction ? requireIn(given, direction, document) : given;
      const schema = withoutData(narrowUnions(required, document), nameOf);
      if (isObject(schema) || typeof schema === 'boolean') ajv.addSchema(schema, nameOf(next));
    }
    return name;
  };

  // Ajv rejects the schema, or exhausts the stack on references hundreds of levels deep. It is not tried again.
  const compile = (pointer: string, direction: Direction | undefined): ValidateFunction => {
    try {
      const $ref = add(pointer, direction);
      return ajv!.compile({ $ref });
    } catch {
      return acceptAny;
    }
  };

  return {
    given: (schema) => withoutData(schema, (name) => pointers.get(name) ?? name),
    compile: (pointer) => {
      const known = compiled.get(pointer);
      if (known) return known;
      const direction = directionOf(pointer);
      const text = `${direction} ${JSON.stringify(resolvePointer(document, pointer))}`;
      const validate = same.get(text) ?? compile(pointer, direction);
      same.set(text, validate);
      compiled.set(pointer, validate);
      return validate;
    },
  };
}

const acceptAny = (() => true) as unknown as ValidateFunction;

/** Maximum number of list entries with errors: Ajv's cost is quadratic in the number of errors. */
const longestList = 1000;

function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, longestList).map(shorten);
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return entries.some(([, one]) => typeof one === 'object' && one !== null)
    ? Object.fromEntries(entries.map(([name, one]) => [name, shorten(one)]))
    : value;
}

/** Maximum violations of one keyword in one value: a long list may violate it in every entry. */
const mostOfOne = 50;

function someOfEach(errors: readonly ErrorObject[]): ErrorObject[] {
  const counts = new Map<string, number>();
  return errors.filter(({ schemaPath, params }) => {
    const cause = `${schemaPath} ${params.missingProperty ?? ''}`;
    const count = (counts.get(cause) ?? 0) + 1;
    counts.set(cause, count);
    return count <= mostOfOne;
  });
}

/** `if` and `allOf` errors only repeat the errors below them. */
function isCause(error: ErrorObject): boolean {
  return error.keyword !== 'if';
}

/** True for a value that several variants of a `oneOf` accept because the document does not distinguish them. */
function createOverlap(document: OpenApiDocument, given: Compiler['given']): (error: ErrorObject) => boolean {
  const known = new Map<unknown, Map<unknown, boolean>>();
  return ({ keyword, params, parentSchema }) => {
    const variants: unknown = parentSchema?.oneOf;
    if (keyword !== 'oneOf' || !Array.isArray(params.passingSchemas) || !Array.isArray(variants)) return false;
    const [one, other] = params.passingSchemas.map((index) => variants[index]);
    const others = known.get(one) ?? new Map<unknown, boolean>();
    const covered = others.get(other) ?? isCovered(document, given(one), given(other));
    known.set(one, others.set(other, covered));
    return covered;
  };
}

function toViolation(error: ErrorObject): SchemaViolation {
  const at = locate(error);
  return {
    at,
    keyword: error.keyword,
    message: describe(error),
    params: error.params,
    value: error.keyword === 'required' ? undefined : error.data,
    provenance: provenanceOf(error),
  };
}

/** The path to the value; for a missing field, the path to that field. */
function locate(error: ErrorObject): (string | number)[] {
  const steps = fromPointer(error.instancePath);
  const missing = error.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  return [...steps.map((step) => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step)), ...missing];
}

function describe(error: ErrorObject): string {
  if (error.keyword === 'required') return 'is missing';
  if (error.keyword === 'const') return `must be ${JSON.stringify(error.params.allowedValue)}`;
  if (error.keyword === 'enum') return `must be one of ${(error.params.allowedValues as unknown[]).join(', ')}`;
  if (error.keyword === 'type') return `must be ${[error.params.type].flat().join(' or ')}`;
  return error.message ?? `violates ${error.keyword}`;
}

/** `x-provenance` next to the keyword: one word for all keywords, or one for each. */
function provenanceOf(error: ErrorObject): Provenance {
  const schema = error.parentSchema as Record<string, unknown> | undefined;
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const missing = properties[String(error.params.missingProperty)];
  for (const owner of error.keyword === 'required' ? [missing, schema] : [schema]) {
    const stated = isObject(owner) ? owner['x-provenance'] : undefined;
    const provenance = isObject(stated) ? stated[error.keyword] : stated;
    if (isProvenance(provenance)) return provenance;
  }
  return 'documented';
}
