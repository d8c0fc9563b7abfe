import type { Pattern } from './linear-pattern.ts';

/**
 * Replaces `linear-pattern.ts` in the mock of MSW. There, patterns and prompts are the developer's own, and RE2 would
 * be an eighth of the page's download.
 */
export function compilePattern(source: string, flags: string): Pattern {
  // Without `g`, so that `test` has no state.
  return new RegExp(source, flags);
}
