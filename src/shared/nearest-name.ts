/** How many names an error lists. */
const listed = 8;

/**
 * The sentence that follows "Unknown …": the nearest known name, otherwise the known names, shortened.
 *
 * @param listing the command that lists all names, such as `chat-contract mock --list`
 * @example
 * describeNames('strem-cut', ['stream-cut', 'latency']); // 'Did you mean stream-cut?'
 * describeNames('nope', ['stream-cut', 'latency']); // 'Expected stream-cut or latency.'
 */
export function describeNames(name: string, known: readonly string[], listing?: string): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  if (known.length === 0) return 'None exist.';
  const more = known.length - listed;
  if (more <= 1) return `Expected ${[known.slice(0, -1).join(', '), known.at(-1)].filter(Boolean).join(' or ')}.`;
  return `Expected ${known.slice(0, listed).join(', ')} or one of ${more} others${listing ? ` (\`${listing}\`)` : ''}.`;
}

/** The known name that differs least, if it differs in at most a third of its characters. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const given = name.slice(0, 100).toLowerCase();
  const distances = known.map((one) => ({ one, distance: distanceOf(given, one.toLowerCase()) }));
  const [best] = distances.sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(1, Math.floor(best.one.length / 3)) ? best.one : undefined;
}

/** The number of inserted, deleted, replaced or swapped characters (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
