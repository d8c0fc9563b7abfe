import { isObject } from '../shared/json.ts';

/** A bundled OpenAPI document: all references are internal. */
export type OpenApiDocument = Record<string, unknown>;

/** The component schemas of a document by name. */
export function schemasOf({ components }: OpenApiDocument): Record<string, unknown> {
  return isObject(components) && isObject(components.schemas) ? components.schemas : {};
}
