import { decodePercent } from '../shared/encoding/decode-percent.ts';
import { isObject } from '../shared/json.ts';

/** One escaped step of a JSON Pointer (RFC 6901, section 3). */
export function escapePointer(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON Pointer as a URI fragment: `toPointer(['paths', '/a'])` is `#/paths/~1a` (RFC 6901, section 6). */
export function toPointer(steps: readonly (string | number)[]): string {
  let pointer = '#';
  for (const step of steps) pointer += toStep(step);
  return pointer;
}

/** One step of it, with its slash. */
export function toStep(step: string | number): string {
  return `/${isPlain(step) ? step : encodeURIComponent(escapePointer(step))}`;
}

/** Most steps need no escaping, and a large document has a million of them. */
function isPlain(step: string | number): boolean {
  return typeof step === 'number' || /^[\w.$-]*$/.test(step);
}

/** The steps of a JSON Pointer, with or without the leading `#`. Documents contain `#/paths/~1a%b`. */
export function fromPointer(pointer: string): string[] {
  const path = pointer.startsWith('#') ? decodePercent(pointer.slice(1)) : pointer;
  if (path === '') return [];
  const steps = path.slice(1).split('/');
  return path.includes('~') ? steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')) : steps;
}

/** The value that `pointer` names in `document`; `undefined` if there is none, or it leads into another file. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  const begin = pointer.startsWith('#') ? 1 : 0;
  if (pointer.length > begin && pointer[begin] !== '/') return undefined;
  let value = document;
  for (const step of fromPointer(pointer)) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** What a value leads to if it is a local `$ref`. A chain of references is followed over at most 100 of them. */
export function dereference(document: unknown, value: unknown): unknown {
  let target = value;
  for (let hops = 0; hops < 100 && isObject(target) && typeof target.$ref === 'string'; hops++) {
    target = resolvePointer(document, target.$ref);
  }
  return target;
}

/** True for an object that is a reference and nothing else. */
export function isReference(value: unknown): value is { $ref: string } {
  return isObject(value) && typeof value.$ref === 'string' && Object.keys(value).length === 1;
}
