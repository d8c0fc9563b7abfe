import { isObject } from '../../shared/json.ts';

/** Maps with arbitrary keys: an entry called `example` is not an example. */
const maps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/** Fields with data that may look like schemas, and identifiers that no reference uses here. */
const data = new Set(['example', 'examples', 'default', '$id', 'id', '$anchor', '$dynamicAnchor', '$schema']);

/** Values that are part of a schema; they stay unchanged. */
const literal = new Set(['enum', 'const', 'required', 'dependentRequired', 'x-provenance', 'mapping']);

/**
 * A copy of a schema without examples, defaults, extensions and identifiers: Ajv reads every object as a schema, even an
 * `$id` in an example.
 *
 * @param referTo the reference to write in place of `$ref`
 */
export function withoutData(schema: unknown, referTo: (reference: string) => string, isMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => withoutData(one, referTo));
  if (!isObject(schema)) return schema;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (!isMap && isData(key)) continue;
    if (!isMap && key === '$ref' && typeof value === 'string') copy.$ref = referTo(value);
    else if (!isMap && literal.has(key)) copy[key] = value;
    else copy[key] = withoutData(value, referTo, !isMap && maps.has(key));
  }
  return copy;
}

function isData(key: string): boolean {
  return data.has(key) || (key.startsWith('x-') && !literal.has(key));
}
