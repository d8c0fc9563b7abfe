import { isObject } from '../shared/json.ts';
import type { OpenApiDocument } from './openapi-document.ts';

/** Maps with arbitrary keys: an entry called `example` is not an example. */
const maps = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'paths',
  'webhooks',
  'callbacks',
  'responses',
  'content',
  'headers',
  'encoding',
  'schemas',
  'requestBodies',
  'securitySchemes',
  'pathItems',
  'mediaTypes',
]);

/** Fields with data that may look like schemas, and identifiers that no reference uses here. */
const data = new Set(['example', 'examples', 'default', '$id', 'id', '$anchor', '$dynamicAnchor', '$schema', 'links']);

/** Values that are part of a schema; they stay unchanged. */
const literal = new Set(['enum', 'const', 'required', 'dependentRequired', 'x-provenance', 'mapping']);

/**
 * A copy of a bundled document without examples, defaults, extensions and identifiers: Ajv reads every object as a
 * schema, even an `$id` in an example.
 */
export function withoutData(document: OpenApiDocument): OpenApiDocument {
  return copyFields(document, false) as OpenApiDocument;
}

function copyFields(value: unknown, isMap: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => copyFields(one, false));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => isMap || !isData(key));
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (!isMap && literal.has(key)) return [key, one];
      return [key, copyFields(one, !isMap && isObject(one) && isNamed(key, value))];
    }),
  );
}

function isData(key: string): boolean {
  return data.has(key) || (key.startsWith('x-') && !literal.has(key));
}

/** `parameters` is a list in an operation and a map in the components. */
function isNamed(key: string, owner: Record<string, unknown>): boolean {
  return maps.has(key) || (key === 'parameters' && isObject(owner.parameters));
}
