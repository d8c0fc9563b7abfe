import { pluralize } from '../../shared/wording.ts';
import { type Change, isBreaking } from '../change.ts';

/** The number of changes, in one sentence. */
export function summarize(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No change.';
  const breaking = changes.filter(isBreaking).length;
  return `${breaking} breaking, ${changes.length - breaking} harmless ${pluralize(changes.length, 'change')}.`;
}

/** Who is affected by a change, in words. */
export function verdictOf({ breaks }: Change): string {
  return breaks.length === 0 ? 'harmless' : `breaking for ${breaks.join(' and ')}`;
}
