/**
 * Characters that are invisible or change how the surrounding text reads: control characters except tab and line feed,
 * bidi and zero-width marks, line separators, lone surrogates and noncharacters.
 */
export const hiddenCharacters = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/**
 * Makes text from a server safe to show anywhere: hidden characters become escapes such as `\u001b`. Tabs and line
 * feeds stay. Safe text is returned unchanged.
 *
 * @example
 * harmless('\u001b[31mred'); // '\\u001b[31mred'
 */
export function harmless(text: string): string {
  return text.replace(hiddenCharacters, escapeUnits);
}

/** Like `harmless`, but on one line, so that a server cannot forge a line. */
export function harmlessLine(text: string): string {
  return harmless(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Each UTF-16 code unit as `\u001b`, which JSON reads as the same text. */
export function escapeUnits(characters: string): string {
  return characters
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
