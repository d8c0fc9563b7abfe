import { isDeepStrictEqual } from 'node:util';
import { resolvePointer, toStep } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';

/** A schema of an `allOf`, and the JSON Pointer to it. */
interface Part {
  schema: Record<string, unknown>;
  pointer: string;
}

/** A schema that combines all parts, and the place of each of its keywords. */
export interface Merged {
  schema: Record<string, unknown>;
  /** Maps a pointer below the schema, `/properties/a`, to its original place. */
  origins: Map<string, string>;
}

/** Descriptive keywords: the first of several wins, which is that of the enclosing schema. */
const annotations = ['title', 'description', 'example', 'examples', 'default', 'deprecated', '$comment', 'xml'];

/** Keywords that depend on the properties next to them: merging changes their meaning. */
const closing = ['additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'patternProperties'];

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/**
 * One schema without `allOf` that accepts the same values; `undefined` if there is no simple one, as for two patterns.
 */
export function mergeAllOf(
  document: OpenApiDocument,
  schema: Record<string, unknown>,
  pointer: string,
): Merged | undefined {
  const parts = partsOf(document, schema, pointer);
  if (!parts) return undefined;
  if (schema.discriminator !== undefined) parts[0]!.schema.discriminator = schema.discriminator;
  const asserting = parts.filter((one) => Object.keys(one.schema).some((keyword) => !isAnnotation(keyword)));
  const isClosed = asserting.some((one) =>
    closing.some((keyword) => ![undefined, true].includes(one.schema[keyword] as undefined)),
  );
  if (isClosed && asserting.length > 1) return undefined;
  const merged: Merged = { schema: {}, origins: new Map() };
  for (const part of parts) if (!addPart(merged, part)) return undefined;
  return merged;
}

/** Longer chains of references stay unchanged. */
const deepest = 50;

function partsOf(document: OpenApiDocument, part: unknown, pointer: string, depth = 0): Part[] | undefined {
  if (!isObject(part) || depth > deepest) return undefined;
  // A discriminator distinguishes variants at its own schema, not in each of them.
  const { $ref: reference, allOf, discriminator: _, ...own } = part;
  const parts: Part[] = [{ schema: own, pointer }];
  if (typeof reference === 'string') {
    const found = partsOf(document, resolvePointer(document, reference), reference, depth + 1);
    if (!found) return undefined;
    parts.push(...found);
  }
  for (const [index, one] of (Array.isArray(allOf) ? allOf : []).entries()) {
    const found = partsOf(document, one, `${pointer}/allOf/${index}`, depth + 1);
    if (!found) return undefined;
    parts.push(...found);
  }
  return parts;
}

function addPart({ schema, origins }: Merged, part: Part): boolean {
  for (const [keyword, value] of Object.entries(part.schema)) {
    const at = `${part.pointer}/${keyword}`;
    const known = schema[keyword];
    if (keyword === 'properties' && isObject(value)) {
      if (!addProperties(schema, origins, value, at)) return false;
    } else if (known === undefined) {
      schema[keyword] = value;
      origins.set(`/${keyword}`, at);
    } else {
      const both = combine(keyword, known, value);
      if (both === undefined) return false;
      schema[keyword] = both;
    }
  }
  return true;
}

function addProperties(
  schema: Record<string, unknown>,
  origins: Map<string, string>,
  properties: Record<string, unknown>,
  at: string,
): boolean {
  const all = { ...(isObject(schema.properties) ? schema.properties : {}) };
  for (const [name, value] of Object.entries(properties)) {
    if (all[name] !== undefined && !isDeepStrictEqual(all[name], value)) return false;
    if (all[name] === undefined) origins.set(`/properties${toStep(name)}`, `${at}${toStep(name)}`);
    all[name] = value;
  }
  schema.properties = all;
  return true;
}

/** Both values of a keyword combined; `undefined` if no single value is equivalent. */
function combine(keyword: string, one: unknown, other: unknown): unknown {
  if (isAnnotation(keyword) || isDeepStrictEqual(one, other)) return one;
  if (keyword === 'required' && Array.isArray(one) && Array.isArray(other)) return [...new Set([...one, ...other])];
  if (keyword === 'enum' && Array.isArray(one) && Array.isArray(other)) {
    const common = one.filter((value) => other.includes(value));
    return common.length > 0 ? common : undefined;
  }
  if (keyword === 'type' && [one, other].includes('integer') && [one, other].includes('number')) return 'integer';
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  if (lower.includes(keyword)) return Math.max(one, other);
  return upper.includes(keyword) ? Math.min(one, other) : undefined;
}

function isAnnotation(keyword: string): boolean {
  return annotations.includes(keyword) || keyword.startsWith('x-');
}
