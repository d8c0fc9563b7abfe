import { equal } from '../../../src/shared/equal.ts';

/** True if two lists contain the same strings in any order. */
export function sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  return equal([...one].map(String).sort(), [...other].map(String).sort());
}

/** The fields in which two objects differ. */
export function differingFields(one: Record<string, unknown>, other: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => !equal(one[name], other[name]));
}
