import { schemaAt } from '../../src/openapi/contract.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { sampleValue } from '../../src/openapi/sample/sample-value.ts';
import { findMismatches } from '../../src/openapi/validate/find-mismatch.ts';
import type { MismatchPath } from '../../src/openapi/validate/look.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { completeExample } from './complete-example.ts';
import { isLarge } from './schema-size.ts';
import { responseViolation, type Violation } from './violations.ts';

/** A value for a schema, and its violations of the schema, which may be found when they are first read. */
export interface Sample {
  readonly value: unknown;
  readonly violations: Violation[];
}

/** Samples of the schemas of a document, each created once. */
export interface Samples {
  of(schema: string): Sample;
  /** An unchanged example, and its violations of the schema. */
  asStated(schema: string, example: unknown): Sample;
  /** An example, repaired to satisfy the schema. */
  complete(schema: string, example: unknown): Sample;
}

/** Larger schemas are not compiled for a response: it would take too long. */
const mostNodes = 200;

/** Ways to create a sample, in order: with the schema's own examples, without them, another variant, minimal. */
const ways = [
  { full: true },
  { full: true, stated: false },
  { full: true, stated: false, variant: 1 },
  {},
  { stated: false },
];

export function createSamples(document: OpenApiDocument, validate: SchemaValidator): Samples {
  const made = new Map<string, Sample>();
  const small = new Map<string, boolean>();
  const isSmall = (schema: string): boolean => {
    const known = small.get(schema) ?? !isLarge(document, schema, mostNodes);
    small.set(schema, known);
    return known;
  };
  /** The violations of a value. The validator is used only if it knows more, because it first compiles the schema. */
  const violates = (schema: string, value: unknown): readonly { at: MismatchPath }[] => {
    const { mismatches, sure } = findMismatches(document, schema, value, ['writeOnly']);
    return sure || !isSmall(schema) ? mismatches.map((at) => ({ at })) : validate(schema, value);
  };
  const judge = (schema: string, value: unknown): Violation[] =>
    isSmall(schema) && violates(schema, value).length > 0 ? validate(schema, value).map(responseViolation) : [];
  const completed = new Map<string, Map<unknown, Sample>>();
  const samples: Samples = {
    asStated: (schema, value) => ({ value, violations: judge(schema, value) }),
    complete(schema, example) {
      const ofSchema = completed.get(schema) ?? new Map<unknown, Sample>();
      completed.set(schema, ofSchema);
      const known = ofSchema.get(example);
      if (known) return known;
      const violations = judge(schema, example);
      const isValid = violations.length === 0 && (isSmall(schema) || violates(schema, example).length === 0);
      const wrongIn = (value: unknown) => violates(schema, value);
      const value = isValid ? example : completeExample(example, samples.of(schema).value, wrongIn);
      ofSchema.set(example, { value, violations });
      return { value, violations };
    },
    of(schema) {
      // Most operations refer to the same schema for their errors.
      const { pointer } = schemaAt(document, schema);
      const known = made.get(pointer) ?? make(schema);
      made.set(pointer, known);
      return known;
    },
  };
  const make = (schema: string): Sample => {
    let first: unknown;
    for (const way of ways) {
      const value = sampleValue(document, schema, { ...way, direction: 'response' });
      if (violates(schema, value).length === 0) return { value, violations: [] };
      first ??= value;
    }
    // Found on demand: a refusal does not tell them, and they take a compiled schema.
    let violations: Violation[] | undefined;
    return {
      value: first,
      get violations() {
        violations ??= judge(schema, first);
        return violations;
      },
    };
  };
  return samples;
}
