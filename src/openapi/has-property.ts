import { isObject } from '../shared/json.ts';
import { schemaAt } from './contract.ts';
import type { OpenApiDocument } from './openapi-document.ts';

/**
 * True if the schema at `pointer`, or one of its parts, has a property of this name.
 *
 * @param parts the keywords whose schemas count as parts
 */
export function hasProperty(
  document: OpenApiDocument,
  pointer: string,
  name: string,
  parts: readonly string[] = ['allOf'],
): boolean {
  const seen = new Set<string>();
  const hasIt = (at: string): boolean => {
    const { pointer: own, schema } = schemaAt(document, at);
    if (!isObject(schema) || seen.has(own)) return false;
    seen.add(own);
    if (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) return true;
    return parts.some((keyword) => {
      const list = schema[keyword];
      return Array.isArray(list) && list.some((_, index) => hasIt(`${own}/${keyword}/${index}`));
    });
  };
  return hasIt(pointer);
}
