import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { findMismatch } from '../../src/openapi/sample/find-mismatch.ts';
import { sampleValue } from '../../src/openapi/sample/sample-value.ts';
import type { SchemaValidator } from '../../src/openapi/schema-validator.ts';
import { completeExample } from './complete-example.ts';
import { isLarge } from './schema-size.ts';
import { responseViolation, type Violation } from './violations.ts';

/** A value for a schema, and its violations of the schema. */
export interface Sample {
  value: unknown;
  violations: Violation[];
}

/** Samples of the schemas of a document, each created once. */
export interface Samples {
  of(schema: string): Sample;
  /** An unchanged example, and its violations of the schema. */
  asStated(schema: string, example: unknown): Sample;
  /** An example, repaired to satisfy the schema. */
  complete(schema: string, example: unknown): Sample;
}

/**
 * Larger schemas are not compiled just for a check: it would take too long for a response. Their values are checked
 * without it.
 */
const mostNodes = 800;

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
  const judged = new Map<string, boolean>();
  const isJudged = (schema: string): boolean => {
    const known = judged.get(schema) ?? !isLarge(document, schema, mostNodes);
    judged.set(schema, known);
    return known;
  };
  const judge = (schema: string, value: unknown) =>
    isJudged(schema) ? validate(schema, value).map(responseViolation) : [];
  const violatesAt = (schema: string) => (value: unknown) => {
    if (isJudged(schema)) return validate(schema, value);
    const at = findMismatch(document, schema, value);
    return at ? [{ at }] : [];
  };
  const completed = new Map<string, Map<unknown, Sample>>();
  const samples: Samples = {
    asStated: (schema, value) => ({ value, violations: judge(schema, value) }),
    complete(schema, example) {
      const ofSchema = completed.get(schema) ?? new Map<unknown, Sample>();
      completed.set(schema, ofSchema);
      const known = ofSchema.get(example);
      if (known) return known;
      const violations = judge(schema, example);
      const violates = violatesAt(schema);
      const value =
        violates(example).length === 0 ? example : completeExample(example, samples.of(schema).value, violates);
      ofSchema.set(example, { value, violations });
      return { value, violations };
    },
    of(schema) {
      const known = made.get(schema) ?? make(schema);
      made.set(schema, known);
      return known;
    },
  };
  const make = (schema: string): Sample => {
    let first: Sample | undefined;
    for (const way of ways) {
      const value = sampleValue(document, schema, { ...way, direction: 'response' });
      const sample = { value, violations: judge(schema, value) };
      if (sample.violations.length === 0 && (isJudged(schema) || violatesAt(schema)(value).length === 0)) return sample;
      first ??= sample;
    }
    return first!;
  };
  return samples;
}
