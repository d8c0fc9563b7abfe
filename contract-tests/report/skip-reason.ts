import type { Rule } from '../rules/rule.ts';
import type { RunOptions } from '../run/run-options.ts';

const turnProbes = ['conversation', 'unbound', 'interruption'];

/** What a run needs for a rule that it could not check: an option first, otherwise what the server has to show. */
export function skipReason(
  { needs, requires }: Rule,
  { readOnly, maxTurns }: Pick<RunOptions, 'readOnly' | 'maxTurns'>,
): string {
  if (readOnly) return 'needs a run without `--read-only`';
  if (maxTurns === 0 && needs !== 'all' && needs.some((probe) => turnProbes.includes(probe)))
    return 'needs a larger `--max-turns`';
  return `needs ${requires}`;
}
