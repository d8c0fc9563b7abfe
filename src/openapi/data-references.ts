import { isObject } from '../shared/json.ts';
import { collectNodes, type DocumentNode, type DocumentNodes, grammar, type NodeKind } from './document-nodes.ts';
import type { OpenApiDocument } from './openapi-document.ts';

/** The replacement name for a `$ref` in data, for tools that follow every `$ref`. It looks the same. */
const escaped = '$ref\u2060';

/**
 * Removes references from the extensions of a document's objects, in place: nothing here reads them, and libraries would
 * resolve them, even over the network.
 *
 * @returns true if there were any
 */
export function dropExtensionReferences(nodes: DocumentNodes): boolean {
  let dropped = false;
  for (const [owner, field] of dataFields(nodes)) {
    if (!field.startsWith('x-') || !hasReference(owner[field])) continue;
    delete owner[field];
    dropped = true;
  }
  return dropped;
}

/**
 * Renames each `$ref` in examples, defaults and other data of a document, in place, so that no tool follows it.
 *
 * @returns the document
 */
export function escapeDataReferences(document: OpenApiDocument): OpenApiDocument {
  for (const [owner, field] of dataFields(collectNodes(document))) {
    if (hasReference(owner[field])) owner[field] = rename(owner[field]);
  }
  return document;
}

/** The fields of a document that hold data rather than OpenAPI objects. */
function* dataFields(nodes: DocumentNodes): Generator<[owner: Record<string, unknown>, field: string]> {
  for (const [kind, ofKind] of Object.entries(nodes) as [NodeKind, DocumentNode[]][]) {
    for (const { value } of ofKind) {
      for (const field of Object.keys(value)) {
        const isKnown = Object.hasOwn(grammar[kind], field) || (kind === 'callback' && !field.startsWith('x-'));
        if (!isKnown && typeof value[field] === 'object') yield [value, field];
      }
    }
  }
}

function hasReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, one]) => (key === '$ref' && !Array.isArray(value)) || hasReference(one));
}

function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key === '$ref' ? escaped : key, rename(one)]));
}
