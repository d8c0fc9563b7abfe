import { resolvePointer } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import type { Moves } from '../../openapi/origin.ts';
import { isObject } from '../../shared/json.ts';

/**
 * Writes nullable schemas in one form: `type: [T, "null"]` for an inline schema or a simple type, and `anyOf: [{$ref},
 * {type: "null"}]` for any other reference. An enum then contains null: OpenAPI 3.0 and 3.1 differ in whether it must.
 */
export function writeNullable(
  document: OpenApiDocument,
  pointer: string,
  schema: Record<string, unknown>,
  moves: Moves,
): void {
  rewriteUnion(document, pointer, schema, moves);
  if (!Array.isArray(schema.type)) return;
  schema.type = canonicalType(schema.type);
  if (![schema.type].flat().includes('null') || !Array.isArray(schema.enum)) return;
  schema.enum = [...schema.enum.filter((value) => value !== null), null];
}

function rewriteUnion(document: OpenApiDocument, pointer: string, schema: Record<string, unknown>, moves: Moves): void {
  const keyword = ['anyOf', 'oneOf'].find(
    (one) => Array.isArray(schema[one]) && (schema[one] as unknown[]).some(isNull),
  );
  if (!keyword) return;
  const variants = schema[keyword] as unknown[];
  const others = variants.filter((variant) => !isNull(variant));
  const [other] = others;
  const target = others.length === 1 ? simpleTarget(document, other) : undefined;
  if (!target || ['type', 'enum', 'const'].some((one) => schema[one] !== undefined)) {
    if (others.length === 1) {
      delete schema[keyword];
      schema.anyOf = [other, { type: 'null' }];
      moves.add(`${pointer}/anyOf`, `${pointer}/${keyword}`);
      moves.add(`${pointer}/anyOf/0`, `${pointer}/${keyword}/${variants.indexOf(other)}`);
    } else schema[keyword] = [...others, { type: 'null' }];
    return;
  }
  delete schema[keyword];
  const place = `${pointer}/${keyword}/${variants.indexOf(other)}`;
  for (const [key, value] of Object.entries(withNull(target))) {
    if (schema[key] !== undefined) continue;
    schema[key] = value;
    moves.add(`${pointer}/${key}`, `${place}/${key}`);
  }
}

/** A schema that can be made nullable by its `type`: an inline one, or a reference to a simple type. */
function simpleTarget(document: OpenApiDocument, schema: unknown): Record<string, unknown> | undefined {
  if (!isObject(schema)) return undefined;
  if (typeof schema.$ref !== 'string') return schema.type === undefined ? undefined : schema;
  const target = resolvePointer(document, schema.$ref);
  const simple = isObject(target) && ['string', 'number', 'integer', 'boolean'].includes(String(target.type));
  return simple ? target : undefined;
}

function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { const: only, ...rest } = schema;
  const values = only === undefined ? schema.enum : [only];
  return {
    ...rest,
    type: [schema.type, 'null'].flat(),
    ...(Array.isArray(values) ? { enum: [...values.filter((value) => value !== null), null] } : {}),
  };
}

/** Each type once, null last; a single type is not a list. */
function canonicalType(types: unknown[]): unknown {
  const sorted = [...new Set(types)].filter((type) => type !== 'null').sort();
  const all = types.includes('null') ? [...sorted, 'null'] : sorted;
  return all.length === 1 ? all[0] : all;
}

function isNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const only = Array.isArray(schema.enum) && schema.enum.length === 1 && schema.enum[0] === null;
  return schema.type === 'null' || schema.const === null || only;
}
