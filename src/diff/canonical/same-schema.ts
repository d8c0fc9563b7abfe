import { isDeepStrictEqual } from 'node:util';
import { dereference } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';

/** A value of a document. */
export interface Placed {
  document: OpenApiDocument;
  value: unknown;
}

const annotations = ['title', 'description', 'example', 'examples', 'deprecated', 'default', '$comment', '$defs'];

/** True if two schemas, each of its own document, differ at most in descriptions and component names. */
export function isSameSchema(one: Placed, other: Placed): boolean {
  // Two recursive schemas are equal unless a difference is found.
  const compared = new Map<unknown, Set<unknown>>();
  const isSame = (left: unknown, right: unknown): boolean => {
    const [a, b] = [dereference(one.document, left), dereference(other.document, right)];
    if (Array.isArray(a) && Array.isArray(b))
      return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
    if (!isObject(a) || !isObject(b)) return isDeepStrictEqual(a, b);
    const known = compared.get(a) ?? new Set();
    if (known.has(b)) return true;
    compared.set(a, known.add(b));
    const keys = (value: Record<string, unknown>) => Object.keys(value).filter((key) => !isAnnotation(key, value));
    const names = keys(a);
    return names.length === keys(b).length && names.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
  };
  return isSame(one.value, other.value);
}

/** A property may have the name of a keyword; its value is then a schema, unlike that of `default`. */
function isAnnotation(key: string, value: Record<string, unknown>): boolean {
  return (annotations.includes(key) && !isObject(value[key])) || key.startsWith('x-') || key === '$defs';
}
