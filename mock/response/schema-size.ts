import { resolvePointer } from '../../src/openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';

/** What a schema reaches through its references. */
export interface SchemaSize {
  /** Objects and lists, each counted once. */
  nodes: number;
  /** The same where every reference is put in its place, up to a bound: what refers back is followed until then. */
  expanded: number;
}

const mostNodes = 20_000;
const mostExpanded = 20_000;

/** Measures without following anything without end. */
export function sizeOfSchema(document: OpenApiDocument, pointer: string): SchemaSize {
  const seen = new Set<unknown>();
  const count = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || seen.size >= mostNodes) return;
    seen.add(value);
    for (const one of below(document, value)) count(one);
  };
  let expanded = 0;
  const expand = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || expanded >= mostExpanded) return;
    expanded++;
    if (depth < 200) for (const one of below(document, value)) expand(one, depth + 1);
    else expanded = mostExpanded;
  };
  count(resolvePointer(document, pointer));
  expand(resolvePointer(document, pointer), 0);
  return { nodes: seen.size, expanded };
}

function below(document: OpenApiDocument, value: object): unknown[] {
  const { $ref: reference } = value as Record<string, unknown>;
  const target =
    typeof reference === 'string' && reference.startsWith('#') ? [resolvePointer(document, reference)] : [];
  return [...Object.values(value), ...target];
}
