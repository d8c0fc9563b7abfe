import type { Observations } from '../../../contract-tests/run/observations.ts';
import { isObject } from '../../../src/shared/json.ts';

/** Texts longer than this are shortened if the rule does not read them. */
const longText = 40;

/** A copy of observations without everything that can be removed while `holds` returns true. */
export function shrink(seen: Observations, holds: (seen: Observations) => boolean): Observations {
  const copy = structuredClone(seen);
  const keeps = () => holds(copy);
  if (!keeps()) throw new Error('Observations that do not hold cannot be shrunk.');
  const lists = Object.values(copy).filter(Array.isArray);
  // The other lists first: they determine which exchanges are needed.
  for (const list of [...lists.filter((one) => one !== copy.exchanges), copy.exchanges]) shrinkList(list, keeps);
  const visited = new Set<object>();
  for (const list of lists) shrinkWithin(list, keeps, visited);
  for (const list of lists) shrinkList(list, keeps);
  return copy;
}

/** Removes halves, quarters and so on down to single items (Zeller and Hildebrandt, 2002). */
function shrinkList(list: unknown[], keeps: () => boolean): void {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < list.length; ) {
      const removed = list.splice(start, size);
      if (keeps()) continue;
      list.splice(start, 0, ...removed);
      start += size;
    }
  }
}

/** Shortens lists and texts at any depth, and removes headers. */
function shrinkWithin(value: unknown, keeps: () => boolean, visited: Set<object>): void {
  if (typeof value !== 'object' || value === null || value instanceof Set || visited.has(value)) return;
  visited.add(value);
  if (Array.isArray(value)) {
    shrinkList(value, keeps);
    for (const item of value) shrinkWithin(item, keeps, visited);
    return;
  }
  const holder = value as Record<string, unknown>;
  for (const [name, field] of Object.entries(holder)) {
    if (typeof field === 'string' && field.length > longText) replace(holder, name, field.slice(0, longText), keeps);
    else if (name === 'headers' && isObject(field)) shrinkHeaders(field, keeps);
    else shrinkWithin(field, keeps, visited);
  }
}

function shrinkHeaders(headers: Record<string, unknown>, keeps: () => boolean): void {
  for (const [name, value] of Object.entries(headers)) {
    delete headers[name];
    if (!keeps()) headers[name] = value;
  }
}

function replace(holder: Record<string, unknown>, name: string, shorter: string, keeps: () => boolean): void {
  const value = holder[name];
  holder[name] = shorter;
  if (!keeps()) holder[name] = value;
}
