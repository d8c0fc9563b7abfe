import { schemaAt } from '../../src/openapi/contract.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { isObject } from '../../src/shared/json.ts';

/**
 * A parameter's text as the type that its schema asks for. Text that cannot be read so stays text, and the schema then
 * refuses it.
 *
 * @param pointer the parameter's schema
 * @param values every value of that name; a scalar takes the last
 */
export function coerceParameter(document: OpenApiDocument, pointer: string, values: readonly string[]): unknown {
  const types = typesOf(document, pointer);
  if (types.includes('array')) {
    return values.map((value) => coerceText(typesOf(document, `${schemaAt(document, pointer).pointer}/items`), value));
  }
  return coerceText(types, values.at(-1) ?? '');
}

function coerceText(types: readonly string[], text: string): unknown {
  if (types.includes('integer') && /^-?\d+$/.test(text)) return Number(text);
  if (types.includes('number') && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function typesOf(document: OpenApiDocument, pointer: string): string[] {
  const { schema } = schemaAt(document, pointer);
  if (!isObject(schema)) return [];
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.map(String);
  const variants = schema.anyOf ?? schema.oneOf;
  const keyword = schema.anyOf ? 'anyOf' : 'oneOf';
  const { pointer: target } = schemaAt(document, pointer);
  return Array.isArray(variants)
    ? variants.flatMap((_, index) => typesOf(document, `${target}/${keyword}/${index}`))
    : [];
}
