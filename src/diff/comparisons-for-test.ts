import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import document from '../../generated/openapi.json' with { type: 'json' };
import { breakingChanges, changed, harmlessChanges, type Loose } from './documents-for-test.ts';
import type { Version } from './load-version.ts';
import type { DocumentComparer, RedoclyChange } from './run-redocly-diff.ts';

/** Two versions of the contract. */
export interface Comparison {
  title: string;
  base: Loose;
  head: Loose;
}

/** What Redocly reported for each comparison, by its title. A slow test compares it with Redocly. */
export const recordedFile = join(import.meta.dirname, 'recorded-comparisons.json');

const string = { description: 'A name.' };
const nullable = { type: ['string', 'null'], ...string };
const sameNullables: Loose[] = [
  { type: ['null', 'string'], ...string },
  { anyOf: [{ type: 'string' }, { type: 'null' }], ...string },
  { oneOf: [{ type: 'null' }, { type: 'string' }], ...string },
];

/** Nullables that are written in another form. */
export const rewrittenNullables = sameNullables.map((form) => ({
  title: JSON.stringify(form),
  base: withTitle(nullable),
  head: withTitle(form),
}));

export const narrowedNullable = {
  title: 'a nullable with a narrower bound',
  base: withTitle(nullable),
  head: withTitle({ anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }], ...string }),
};

export const newRequiredField = {
  title: 'a response field that becomes required',
  base: document,
  head: changed(({ components }) => components.schemas.SessionSummary.required.push('index_ids')),
};

/** Requests that the base allows and the head does not, of which Redocly has no rule. */
export const narrowedRequests: Comparison[] = [
  {
    title: 'a field of a request depends on another one more',
    base: withRequest({ dependentRequired: { prompt: ['index_ids'] } }),
    head: withRequest({ dependentRequired: { prompt: ['index_ids', 'model'], index_ids: ['prompt'] } }),
  },
  {
    title: 'names of a pattern have a schema in a request',
    base: document,
    head: withRequest({ patternProperties: { '^x': { type: 'string' } } }),
  },
  {
    title: 'names of another pattern have a schema in a request',
    base: withRequest({ patternProperties: { '^y': { type: 'string' } } }),
    head: withRequest({ patternProperties: { '^x': { type: 'string' }, '^y': { type: 'string' } } }),
  },
  { title: 'a parameter has another default', base: withDefault(10), head: withDefault(20) },
];

/** Requests that the head allows, too. */
export const widenedRequests: Comparison[] = [
  {
    title: 'a request has fewer conditions',
    base: withRequest({
      dependentRequired: { prompt: ['index_ids'] },
      dependentSchemas: { prompt: { required: ['index_ids'] } },
      if: { required: ['prompt'] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
      then: { required: ['index_ids'] },
      else: { required: ['prompt'] },
      propertyNames: { pattern: '^[a-z_]+$' },
      unevaluatedProperties: false,
    }),
    head: document,
  },
];

/** Every comparison of the tests. */
export const comparisons: Comparison[] = [
  ...[...breakingChanges, ...harmlessChanges].map(({ title, change }) => ({
    title,
    base: document,
    head: changed(change),
  })),
  ...narrowedRequests,
  ...widenedRequests,
  ...rewrittenNullables,
  narrowedNullable,
  newRequiredField,
];

/** A document as `diff` compares it. */
export function versionOf(name: string, given: Loose): Version {
  return { name, document: given, locate: (pointer) => ({ file: `${name}${pointer}`, line: 1, column: 1 }) };
}

/** Returns what Redocly reported for a comparison when it was recorded. */
export function recordedComparer(title: string, file = recordedFile): DocumentComparer {
  return async () => {
    const recorded = readRecorded(file)[title];
    if (recorded) return recorded;
    throw new Error(`"${title}" is not recorded: npx vitest run src/diff/recorded-comparisons -u`);
  };
}

const recordings = new Map<string, Record<string, RedoclyChange[]>>();

function readRecorded(file: string): Record<string, RedoclyChange[]> {
  const known = recordings.get(file) ?? JSON.parse(readFileSync(file, 'utf8'));
  recordings.set(file, known);
  return known;
}

function withRequest(keywords: Loose): Loose {
  return changed(({ components }) => Object.assign(components.schemas.StreamMessagesRequest, keywords));
}

function withDefault(value: number): Loose {
  return changed(({ components }) => {
    components.parameters.PageSize.schema.default = value;
  });
}

function withTitle(schema: Loose): Loose {
  return changed(({ components }) => {
    components.schemas.SessionSummary.properties.generated_title = schema;
    components.schemas.SessionSummary.properties.job_metadata = {
      [schema.oneOf ? 'oneOf' : 'anyOf']: [{ $ref: '#/components/schemas/JobMetadata' }, { type: 'null' }],
    };
  });
}
