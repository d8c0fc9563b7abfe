import { nearestName } from '../shared/nearest-name.ts';

/** The first words of directives in a scenario file; every other comment is sent unchanged. */
export const directiveWords = [
  'title',
  'keyword',
  'prompt',
  'turn',
  'use',
  'operation',
  'when',
  'pace',
  'wait',
  'status',
  'header',
  'check',
  'replay',
  'asked',
] as const;

export type DirectiveWord = (typeof directiveWords)[number];

const directive = new RegExp(`^(${directiveWords.join('|')})\\s+(.+)$`);

/** Parses a comment. `undefined` if it is not a directive. */
export function readDirective(comment: string): { word: DirectiveWord; value: string } | undefined {
  const [, word, value] = directive.exec(comment.trim()) ?? [];
  return word === undefined || value === undefined ? undefined : { word: word as DirectiveWord, value: value.trim() };
}

/**
 * The directive that a comment probably means: `promt contains refund`, `Turn 2`, `pace: rate=40/s`, `status`. Short
 * words must match exactly, because many ordinary words are similar.
 */
export function intendedDirective(comment: string): DirectiveWord | undefined {
  const [, written = '', colon, value] = /^([a-z]+)(:?)(?:\s+(.+))?$/i.exec(comment.trim()) ?? [];
  const word = written.toLowerCase();
  const exact = directiveWords.find((one) => one === word);
  if (exact) return exact;
  if (value === undefined && !colon) return undefined;
  const nearest = nearestName(word, directiveWords);
  return nearest !== undefined && nearest.length > 3 && word.length > 3 ? (nearest as DirectiveWord) : undefined;
}
