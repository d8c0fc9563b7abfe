import { fromPointer, resolvePointer, toPointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { operationsOf } from '../openapi/path-item.ts';
import type { Direction } from '../openapi/validate/read-write-only.ts';
import { isObject } from '../shared/json.ts';

/**
 * Returns for each place of a bundled document whether it is part of requests, of responses, or of both. A component
 * has the directions of its users.
 */
export function createDirections(document: OpenApiDocument): (pointer: string) => ReadonlySet<Direction> {
  const found = new Map<string, Set<Direction>>();

  const visit = (value: unknown, direction: Direction): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, direction);
    if (!isObject(value)) return;
    for (const [key, one] of Object.entries(value)) {
      if (key === '$ref' && typeof one === 'string') enter(one, direction);
      else if (key !== 'example' && key !== 'examples') visit(one, direction);
    }
  };
  const enter = (reference: string, direction: Direction): void => {
    const pointer = toPointer(fromPointer(reference));
    const directions = found.get(pointer) ?? new Set();
    if (directions.has(direction)) return;
    found.set(pointer, directions.add(direction));
    visit(resolvePointer(document, pointer), direction);
  };

  for (const [path, item] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    if (!isObject(item)) continue;
    visit(item.parameters, 'request');
    found.set(toPointer(['paths', path, 'parameters']), new Set(['request']));
    for (const { steps, value } of operationsOf(item)) {
      const { responses, ...request } = value;
      const at = toPointer(['paths', path, ...steps]);
      visit(request, 'request');
      visit(responses, 'response');
      found.set(at, new Set(['request']));
      found.set(`${at}/responses`, new Set(['response']));
    }
  }
  return (pointer) => {
    const steps = fromPointer(pointer);
    for (let length = steps.length; length > 0; length -= 1) {
      const directions = found.get(toPointer(steps.slice(0, length)));
      if (directions) return directions;
    }
    return new Set();
  };
}
