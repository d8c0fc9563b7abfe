import { resolvePointer } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';

/** Removes the components that no operation uses, in place: changes in them have no effect. */
export function dropUnused(document: OpenApiDocument): void {
  const roots = [document.paths, document.webhooks].filter((one) => isObject(one) && Object.keys(one).length > 0);
  // A document with components only is a library.
  if (!isObject(document.components) || roots.length === 0) return;
  const used = new Set<unknown>();
  const schemes = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || used.has(value)) return;
    used.add(value);
    for (const [key, one] of Object.entries(value)) {
      visit(one);
      if (key === '$ref' && typeof one === 'string') visit(resolvePointer(document, one));
      if (key === 'security' && Array.isArray(one)) for (const name of one.flatMap(Object.keys)) schemes.add(name);
      if (key === 'mapping' && isObject(one))
        for (const target of Object.values(one)) visit(resolvePointer(document, String(target)));
    }
  };
  visit(roots);
  for (const [section, entries] of Object.entries(document.components)) {
    if (!isObject(entries)) continue;
    for (const [name, entry] of Object.entries(entries)) {
      // A requirement refers to its scheme by name.
      const isUsed = section === 'securitySchemes' ? schemes.has(name) : used.has(entry);
      if (!isUsed) delete entries[name];
    }
  }
}
