import { isObject } from '../../shared/json.ts';
import { isLess, isMore } from './fits-scalar.ts';
import type { Look, MismatchPath } from './look.ts';

/**
 * Checks a list against the keywords for lists (JSON Schema 2020-12, validation section 6.4 and core section 10.3.1).
 */
export function judgeList(
  look: Look,
  schema: Record<string, unknown>,
  list: readonly unknown[],
  path: MismatchPath,
): void {
  const { items, prefixItems, contains, minItems, maxItems, minContains = 1, maxContains, uniqueItems } = schema;
  if (isLess(list.length, minItems) || isMore(list.length, maxItems)) look.mismatch(path);
  const first = Array.isArray(prefixItems) ? prefixItems : [];
  for (const [index, item] of list.entries()) {
    const own = index < first.length ? first[index] : items;
    if (own !== undefined) look.judge(own, item, [...path, index]);
  }
  if (contains !== undefined) {
    const count = list.filter((item, index) => look.fits(contains, item, [...path, index])).length;
    if (isLess(count, minContains) || isMore(count, maxContains)) look.mismatch(path);
  }
  if (uniqueItems === true && new Set(list.map(toText)).size < list.length) look.mismatch(path);
}

/** A value as text, equal for equal values: comparing each item with each other one would take too long. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part,
  );
}
