import type { Rule } from '../rules/rule.ts';
import type { RunOptions } from '../run/run-options.ts';

const turnProbes = ['conversation', 'unbound', 'interruption'];

/** The options of a run, and how many turns it took. */
export type SkipFacts = Pick<RunOptions, 'readOnly' | 'maxTurns' | 'indexIds' | 'examples'> & { turnsSent: number };

/** What a run needs to check a skipped rule: an option, or something that the server must show. */
export function skipReason({ needs, option, requires }: Rule, facts: SkipFacts): string {
  const { readOnly, maxTurns, indexIds, examples, turnsSent } = facts;
  // A read-only run sends every credential that the rule reads.
  const isAboutCredentials = needs !== 'all' && needs.every((probe) => probe === 'credentials');
  if (readOnly && !isAboutCredentials) return 'needs a run without `--read-only`';
  if (option === 'examples' && examples === 0) return 'needs `--examples` of at least 1';
  if (option === 'index-id' && indexIds.length < 2) return 'needs a second `--index-id`';
  const takesTurns = needs !== 'all' && needs.some((probe) => turnProbes.includes(probe));
  if (!takesTurns || turnsSent < maxTurns) return `needs ${requires}`;
  return maxTurns === 0 ? 'needs a larger `--max-turns`' : `needs ${requires}, or a larger \`--max-turns\``;
}
