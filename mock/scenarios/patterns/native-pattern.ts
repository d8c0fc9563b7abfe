import type { Pattern } from './linear-pattern.ts';

/**
 * Takes the place of `linear-pattern.ts` in the mock of MSW. Patterns and prompts are the developer's own there, and RE2
 * is an eighth of what a page loads.
 */
export function compilePattern(source: string, flags: string): Pattern {
  // Without `g`, so that `test` has no state.
  return new RegExp(source, flags);
}
