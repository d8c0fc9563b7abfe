import { isObject } from '../../shared/json.ts';
import type { DocumentNode } from '../document-nodes.ts';
import { resolvePointer, toPointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import type { Report } from './repair.ts';

/** Keywords whose schemas apply to the same value as their parent schema. */
const inPlace = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];

/**
 * Removes references that would make validation endless: from a schema to itself through references and combinations
 * only. References through a property or an item are fine.
 *
 * @param schemas all schemas of the document
 */
export function breakCircles(document: OpenApiDocument, schemas: readonly DocumentNode[], report: Report): void {
  const targets = new Map<string, unknown>();
  const targetOf = (reference: string): unknown => {
    if (!targets.has(reference)) targets.set(reference, resolvePointer(document, reference));
    return targets.get(reference);
  };
  const done = new Set<object>();
  const open = new Set<object>();
  const visit = (schema: Record<string, unknown>, pointer: string): void => {
    if (done.has(schema)) return;
    open.add(schema);
    if (typeof schema.$ref === 'string') {
      const target = targetOf(schema.$ref);
      if (isObject(target) && open.has(target)) {
        report(`${pointer}/$ref`, `\`$ref: ${schema.$ref}\` is circular; any value is accepted.`);
        delete schema.$ref;
      } else if (isObject(target)) visit(target, schema.$ref);
    }
    for (const keyword of inPlace) {
      const parts = schema[keyword];
      if (parts === undefined) continue;
      for (const [index, part] of (Array.isArray(parts) ? parts : [parts]).entries()) {
        if (!isObject(part)) continue;
        visit(part, pointer + toPointer(Array.isArray(parts) ? [keyword, index] : [keyword]).slice(1));
      }
    }
    open.delete(schema);
    done.add(schema);
  };
  for (const { value, pointer } of schemas) visit(value, pointer);
}
