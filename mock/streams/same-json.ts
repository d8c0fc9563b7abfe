import { isObject } from '../../src/shared/json.ts';

/** True if two JSON values are equal, regardless of field order. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, index) => isSameJson(one, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return left === right;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => isSameJson(left[name], right[name]));
}
