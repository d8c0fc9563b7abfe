/** The first words of comments that mean something in a scenario file; every other comment is sent as it is. */
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

/** Reads the text of a comment. `undefined`: it is no directive. */
export function readDirective(comment: string): { word: DirectiveWord; value: string } | undefined {
  const [, word, value] = directive.exec(comment.trim()) ?? [];
  return word === undefined || value === undefined ? undefined : { word: word as DirectiveWord, value: value.trim() };
}
