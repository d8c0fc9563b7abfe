import { dereference, resolvePointer } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import type { Moves } from '../../openapi/origin.ts';
import { isObject } from '../../shared/json.ts';
import { sortValues } from './write-schema.ts';

/** A variant of a union, and its original place. */
interface Variant {
  schema: Record<string, unknown>;
  from: string;
  /** The places of its keywords, if several schemas were merged. */
  keywords?: ReadonlyMap<string, string>;
}

const scalarTypes = ['string', 'number', 'integer', 'boolean', 'null'];

/** Keywords that apply to one scalar type only, so that several types in one schema do not affect each other. */
const scalarKeywords = [
  ...['type', 'enum', 'minLength', 'maxLength', 'pattern', 'format', 'contentMediaType', 'contentEncoding'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
];
const annotations = ['title', 'description', 'examples', 'example', 'default', 'deprecated'];

/**
 * Writes a union in one form, in place: `anyOf` if no value can match two variants, nested `anyOf` flattened, and
 * scalar variants merged as `type: [string, integer]`. Variants of a discriminator stay unchanged.
 */
export function writeUnions(
  document: OpenApiDocument,
  schema: Record<string, unknown>,
  pointer: string,
  moves: Moves,
): void {
  writeMapping(schema);
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const list = schema[keyword];
    if (!Array.isArray(list) || !list.every(isObject) || schema.discriminator !== undefined) continue;
    const given = list.map((one, index): Variant => ({ schema: one, from: `${pointer}/${keyword}/${index}` }));
    const flat = keyword === 'anyOf' ? given.flatMap(flatten) : given;
    const isExclusive = keyword === 'oneOf' && areDisjoint(document, flat);
    const variants = keyword === 'anyOf' || isExclusive ? mergeScalars(document, flat) : flat;
    const name = isExclusive && schema.anyOf === undefined ? 'anyOf' : keyword;
    delete schema[keyword];
    schema[name] = variants.map((one) => one.schema);
    if (name !== keyword) moves.add(`${pointer}/${name}`, `${pointer}/${keyword}`);
    for (const [index, { from, keywords }] of variants.entries()) {
      const at = `${pointer}/${name}/${index}`;
      moves.add(at, from);
      for (const [one, place] of keywords ?? []) moves.add(`${at}/${one}`, place);
    }
  }
}

/** A variant without an entry in the mapping has its component name (OAS 3.1, section 4.8.25). */
function writeMapping(schema: Record<string, unknown>): void {
  const { discriminator } = schema;
  if (!isObject(discriminator)) return;
  const mapping = isObject(discriminator.mapping) ? discriminator.mapping : {};
  const variants = [schema.oneOf, schema.anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
  for (const variant of variants) {
    const reference = isObject(variant) && typeof variant.$ref === 'string' ? variant.$ref : '';
    const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(reference) ?? [];
    if (name !== undefined && !Object.values(mapping).includes(reference)) mapping[name] ??= reference;
  }
  if (Object.keys(mapping).length > 0) discriminator.mapping = mapping;
}

/** Flattens `anyOf` in `anyOf`. */
function flatten({ schema, from }: Variant): Variant[] {
  const isPlain = Object.keys(schema).every((keyword) => keyword === 'anyOf' || annotations.includes(keyword));
  if (!Array.isArray(schema.anyOf) || !schema.anyOf.every(isObject) || !isPlain) return [{ schema, from }];
  return schema.anyOf.flatMap((one, index) => flatten({ schema: one, from: `${from}/anyOf/${index}` }));
}

function mergeScalars(document: OpenApiDocument, variants: readonly Variant[]): Variant[] {
  const scalars = variants.flatMap((one) => {
    const scalar = scalarOf(document, one);
    return scalar ? [{ one, scalar }] : [];
  });
  if (scalars.length < 2) return [...variants];
  const schema = mergeAll(scalars.map(({ scalar }) => scalar));
  if (!schema) return [...variants];
  const keywords = new Map(
    scalars.flatMap(({ one, scalar }) => {
      const at = scalar === one.schema ? one.from : String(one.schema.$ref);
      return Object.keys(scalar).map((keyword): [string, string] => [keyword, `${at}/${keyword}`]);
    }),
  );
  const first = scalars[0]!.one;
  return variants.flatMap((one): Variant[] => {
    if (one === first) return [{ schema, from: one.from, keywords }];
    return scalars.some((scalar) => scalar.one === one) ? [] : [one];
  });
}

/** The variant as an inline scalar schema, if it is one or refers to one. */
function scalarOf(document: OpenApiDocument, { schema }: Variant): Record<string, unknown> | undefined {
  const isReference = typeof schema.$ref === 'string' && Object.keys(schema).length === 1;
  const target = isReference ? resolvePointer(document, String(schema.$ref)) : schema;
  if (!isObject(target)) return undefined;
  const types = typesOf(target);
  if (!types?.every((type) => scalarTypes.includes(type))) return undefined;
  const isKnown = (keyword: string) => scalarKeywords.includes(keyword) || annotations.includes(keyword);
  return Object.keys(target).every(isKnown) ? target : undefined;
}

/** One schema that accepts the values of several scalar schemas; `undefined` if there is none. */
function mergeAll(schemas: readonly Record<string, unknown>[]): Record<string, unknown> | undefined {
  const values = schemas.map(
    (one) => (one.enum ?? (one.type === 'null' ? [null] : undefined)) as unknown[] | undefined,
  );
  const others = schemas.filter((one) => one.type !== 'null');
  const merged: Record<string, unknown> = {};
  const isListed = values.every(Array.isArray);
  if (!isListed && (others.some((one) => one.enum !== undefined) || !haveDistinctTypes(schemas))) return undefined;
  for (const schema of schemas) {
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'type' || keyword === 'enum') continue;
      if (annotations.includes(keyword)) {
        // Drops the descriptions of several variants: none describes all.
        if (others.length === 1 && schema === others[0]) merged[keyword] = value;
      } else if (isListed || merged[keyword] !== undefined) return undefined;
      else merged[keyword] = value;
    }
  }
  const types = [...new Set(schemas.flatMap((one) => typesOf(one) ?? []))];
  return {
    ...merged,
    type: types.length === 1 ? types[0] : types,
    ...(isListed ? { enum: sortValues(values.flatMap((list) => list ?? [])) } : {}),
  };
}

function areDisjoint(document: OpenApiDocument, variants: readonly Variant[]): boolean {
  const targets = variants.map(({ schema }) => dereference(document, schema));
  if (!targets.every(isObject)) return false;
  if (haveDistinctTypes(targets)) return true;
  const values = targets.map((one) => one.enum);
  if (!values.every(Array.isArray)) return false;
  const texts = (values as unknown[][]).flat().map((value) => JSON.stringify(value));
  return new Set(texts).size === texts.length;
}

/** True if no value has a type of two of these schemas. */
function haveDistinctTypes(schemas: readonly Record<string, unknown>[]): boolean {
  const types = schemas.map((one) => typesOf(one)?.map((type) => (type === 'integer' ? 'number' : type)));
  if (types.some((list) => list === undefined)) return false;
  const all = types.flatMap((list) => [...new Set(list)]);
  return new Set(all).size === all.length;
}

function typesOf({ type }: Record<string, unknown>): string[] | undefined {
  const types = [type].flat();
  return types.every((one) => typeof one === 'string') ? (types as string[]) : undefined;
}
