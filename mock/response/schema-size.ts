import { resolvePointer } from '../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';

/** Whether a schema contains more than `most` objects and lists, each reference counted once. */
export function isLarge(document: OpenApiDocument, pointer: string, most: number): boolean {
  const seen = new Set<unknown>();
  const count = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || seen.size > most) return;
    seen.add(value);
    for (const one of below(document, value)) count(one);
  };
  count(resolvePointer(document, pointer));
  return seen.size > most;
}

/** The same with all references expanded. A recursive schema is always large. */
export function isLargeExpanded(document: OpenApiDocument, pointer: string, most: number): boolean {
  let count = 0;
  const expand = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || count > most) return;
    count += depth > deepest ? most : 1;
    for (const one of below(document, value)) expand(one, depth + 1);
  };
  expand(resolvePointer(document, pointer), 0);
  return count > most;
}

const deepest = 200;

function below(document: OpenApiDocument, value: object): unknown[] {
  const { $ref: reference } = value as Record<string, unknown>;
  if (typeof reference !== 'string' || !reference.startsWith('#')) return Object.values(value);
  return [...Object.values(value), resolvePointer(document, reference)];
}
