import { isObject } from '../../shared/json.ts';
import { resolvePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';

/** An object of a document, and its place. */
export interface Node {
  pointer: string;
  value: Record<string, unknown>;
}

/** The object at `pointer`, its `$ref`s followed; empty if there is none. */
export function follow(document: OpenApiDocument, pointer: string): Node {
  const { pointer: target, value } = followAny(document, pointer);
  return { pointer: target, value: asObject(value) };
}

/** The value at `pointer`, its `$ref`s followed, with the pointer of its final location. */
export function followAny(document: OpenApiDocument, pointer: string): { pointer: string; value: unknown } {
  const seen = new Set<string>();
  let target = pointer;
  let value = resolvePointer(document, target);
  while (isObject(value) && typeof value.$ref === 'string' && !seen.has(target)) {
    seen.add(target);
    target = value.$ref;
    value = resolvePointer(document, target);
  }
  return { pointer: target, value };
}

/** A value of the document as an object; empty if it is not an object. */
export function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** A value of the document as a text; empty if it is not a text. */
export function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
