import { isObject } from '../shared/json.ts';

/** One step of a JSON Pointer, escaped as RFC 6901, section 3 says. */
export function escapePointer(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON Pointer as a URI fragment: `toPointer(['paths', '/a'])` is `#/paths/~1a` (RFC 6901, section 6). */
export function toPointer(steps: readonly (string | number)[]): string {
  return `#${steps.map((step) => `/${encodeURIComponent(escapePointer(step))}`).join('')}`;
}

/** The steps of a JSON Pointer, with or without the leading `#`. */
export function fromPointer(pointer: string): string[] {
  const path = pointer.startsWith('#') ? decodeURIComponent(pointer.slice(1)) : pointer;
  if (path === '') return [];
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that `pointer` names in `document`, or `undefined` where there is none. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of fromPointer(pointer)) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
