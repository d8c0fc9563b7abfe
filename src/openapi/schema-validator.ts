import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { isObject } from '../shared/json.ts';
import { isProvenance, type Provenance } from '../shared/provenance.ts';
import { createAjv } from './create-ajv.ts';
import { fromPointer, resolvePointer } from './json-pointer.ts';
import { givenId, narrowUnions } from './narrow-unions.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { type Direction, requireFor } from './read-write-only.ts';
import { withoutData } from './without-data.ts';

/** One violation of a schema by a value. */
export interface SchemaViolation {
  /** The way to the value: names of fields and positions in arrays. */
  at: (string | number)[];
  /** The violated JSON Schema keyword, such as `required`. */
  keyword: string;
  /** What is wrong, without the place. */
  message: string;
  /** The keyword's figures, as Ajv gives them. */
  params: Record<string, unknown>;
  /** The value that does not fit. */
  value: unknown;
  provenance: Provenance;
}

/** Validates a value against the schema at a JSON Pointer. Of repeated violations, only the first are returned. */
export type SchemaValidator = (pointer: string, value: unknown) => SchemaViolation[];

/**
 * A validator for the schemas of a bundled document, as JSON Schema 2020-12 with formats asserted. Each schema is
 * compiled when it is first asked for.
 *
 * A `readOnly` property is required in responses only, a `writeOnly` one in requests only: which of them a schema is
 * for is what its pointer says, below `requestBody` or `responses`.
 *
 * Of a discriminated union only the variant that the value names is reported, and of a nullable reference only the
 * reference: what does not fit is then one sentence, not a list of every variant.
 *
 * A schema that cannot be compiled accepts any value: `openDocument` has repaired and reported what is known to be
 * wrong with schemas, and one that is left must not keep the others from being used.
 */
export function createSchemaValidator(given: OpenApiDocument): SchemaValidator {
  const document = withoutData(given);
  const judges = new Map<object, SchemaValidator>();
  const judgeFor = (direction: Direction | undefined): SchemaValidator => {
    const required = direction ? requireFor(direction, document) : document;
    const judge = judges.get(required) ?? createJudge(required);
    judges.set(required, judge);
    return judge;
  };
  const chosen = new Map<Direction | undefined, SchemaValidator>();
  return (pointer, value) => {
    const direction = directionOf(pointer);
    let judge = chosen.get(direction);
    if (!judge) {
      judge = judgeFor(direction);
      chosen.set(direction, judge);
    }
    return judge(pointer, value);
  };
}

const requestPlaces =
  /^#\/(?:components\/(?:requestBodies|parameters)|(?:components\/pathItems|paths|webhooks)\/[^/]+\/(?:[a-z]+\/)?(?:requestBody|parameters))\//;
const responsePlaces =
  /^#\/(?:components\/responses|(?:components\/pathItems|paths|webhooks)\/[^/]+\/[a-z]+\/responses)\//;

function directionOf(pointer: string): Direction | undefined {
  if (responsePlaces.test(pointer)) return 'response';
  return requestPlaces.test(pointer) ? 'request' : undefined;
}

function createJudge(document: object): SchemaValidator {
  const narrowed = { ...(narrowUnions(document) as object), $id: narrowedId };
  const documents = [narrowed, { ...document, $id: givenId }];
  const find = (pointer: string): FoundSchema => {
    const schema = resolvePointer(narrowed, pointer);
    if (schema !== undefined) return { name: narrowedId + pointer, schema };
    return { name: givenId + pointer, schema: resolvePointer(document, pointer) };
  };
  const fits = createCompiler(documents, find, false);
  const explain = createCompiler(documents, find, true);
  return (pointer, value) => {
    try {
      const quick = fits(pointer);
      if (quick(value)) return [];
      const [first] = quick.errors ?? [];
      const full = explain(pointer);
      // What is wrong only behind the cut is told by the first error.
      const errors = full(shorten(value)) ? [first!] : (full.errors ?? []);
      return someOfEach(errors.filter(isCause)).map(toViolation);
    } catch (error) {
      // A value of thousands of levels runs out of stack.
      if (error instanceof RangeError) return [];
      throw error;
    }
  };
}

const known = new WeakMap<OpenApiDocument, SchemaValidator>();

/** The validator of a document that does not change any more: made once, and its schemas compiled once. */
export function schemaValidatorOf(document: OpenApiDocument): SchemaValidator {
  const validator = known.get(document) ?? createSchemaValidator(document);
  known.set(document, validator);
  return validator;
}

/** The document with its unions rewritten; what stands within a union is found in the other only, as it was given. */
const narrowedId = 'contract';

interface FoundSchema {
  /** By which Ajv finds it. */
  name: string;
  schema: unknown;
}

/**
 * Compiles each schema when it is first asked for; those that say the same are compiled once, because machine-made
 * documents repeat them by the thousand. @param allErrors false: it stops at the first */
function createCompiler(
  documents: object[],
  find: (pointer: string) => FoundSchema,
  allErrors: boolean,
): (pointer: string) => ValidateFunction {
  const ajv = createAjv(allErrors);
  ajv.addSchema(documents);
  // Ajv rejects a schema, or runs out of stack because its references are hundreds of levels deep. It is not tried
  // again.
  const compile = (name: string): ValidateFunction => {
    try {
      return ajv.compile({ $ref: name });
    } catch {
      return acceptAny;
    }
  };
  const compiled = new Map<string, ValidateFunction>();
  const same = new Map<string, ValidateFunction>();
  return (pointer) => {
    const known = compiled.get(pointer);
    if (known) return known;
    const { name, schema } = find(pointer);
    // A relative reference means something else below another `$id`, which is not looked at.
    const text = `${name === narrowedId + pointer}${JSON.stringify(schema)}`;
    const validate = same.get(text) ?? compile(name);
    same.set(text, validate);
    compiled.set(pointer, validate);
    return validate;
  };
}

const acceptAny = (() => true) as unknown as ValidateFunction;

/** So many entries of a list are explained: what Ajv collects costs the square of its number. */
const longestList = 1000;

function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, longestList).map(shorten);
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return entries.some(([, one]) => typeof one === 'object' && one !== null)
    ? Object.fromEntries(entries.map(([name, one]) => [name, shorten(one)]))
    : value;
}

/** How often one keyword of a schema may be broken in one value: a list of thousands may break it in every entry. */
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

/** `if` and `allOf` only repeat what the errors below them say. */
function isCause(error: ErrorObject): boolean {
  return error.keyword !== 'if';
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

/** The way to the value. A field that is missing is named, because it is the field that has to be added. */
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

/** `x-provenance` beside the keyword: one word for all, or a word for each keyword. */
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
