import { fromPointer, resolvePointer } from '../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { isObject } from '../../src/shared/json.ts';

/**
 * Reduces a document to one path with the given item, and the components that it references. The rest stays if a
 * reference points to anything but a component.
 */
export function partOfDocument(document: OpenApiDocument, path: string, item: object): OpenApiDocument {
  const { securitySchemes } = isObject(document.components) ? document.components : {};
  const components: Record<string, Record<string, unknown>> = {};
  const take = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return true;
    const { $ref: reference } = value as Record<string, unknown>;
    return (typeof reference !== 'string' || takeTarget(reference)) && Object.values(value).every(take);
  };
  const takeTarget = (reference: string): boolean => {
    const [pointer, kind] = /^#\/components\/([^/]+)\/[^/]+/.exec(reference) ?? [];
    if (!pointer || !kind) return false;
    const key = fromPointer(pointer).at(-1) as string;
    components[kind] ??= {};
    const taken = components[kind];
    if (Object.hasOwn(taken, key)) return true;
    taken[key] = resolvePointer(document, pointer);
    return take(taken[key]);
  };
  if (!take(item)) return { ...document, paths: { ...(isObject(document.paths) ? document.paths : {}), [path]: item } };
  return {
    ...document,
    paths: { [path]: item },
    components: { ...components, ...(isObject(securitySchemes) ? { securitySchemes } : {}) },
    webhooks: {},
    'x-webhooks': {},
  };
}
