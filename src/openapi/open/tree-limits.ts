/** Maximum nesting depth. Deeper documents would exhaust the stack of recursive code. */
export const deepest = 500;

/** Maximum number of values that YAML aliases may add. */
const mostUnfolded = 200_000;

/** Thrown for a document that exceeds a limit. */
export class TooLarge extends Error {}

/** @throws {TooLarge} if a value is nested too deeply */
export function measureDepth(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw new TooLarge(`it is nested more than ${deepest} levels deep`);
  for (const one of Object.values(value)) measureDepth(one, depth + 1);
}

/**
 * A copy without shared parts: each alias becomes a separate value.
 *
 * @throws {TooLarge} if the aliases expand to too many values, or contain themselves
 */
export function unfold(value: unknown): unknown {
  const seen = new Set<unknown>();
  let repeated = 0;
  const copy = (one: unknown, depth: number): unknown => {
    if (typeof one !== 'object' || one === null) return one;
    if (depth > deepest) throw new TooLarge(`its aliases nest more than ${deepest} levels deep`);
    if (seen.has(one)) repeated += Object.keys(one).length + 1;
    if (repeated > mostUnfolded) throw new TooLarge('its aliases expand to too many values');
    seen.add(one);
    if (Array.isArray(one)) return one.map((item) => copy(item, depth + 1));
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, copy(item, depth + 1)]));
  };
  return copy(value, 0);
}
