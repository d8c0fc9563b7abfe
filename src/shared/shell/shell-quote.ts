import { hiddenCharacters } from '../harmless.ts';

/**
 * Quotes any text as one word of bash or zsh. Plain words stay unchanged; line breaks and hidden characters become
 * escapes.
 */
export function shellQuote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\t\n]/.test(text) && text.search(hiddenCharacters) < 0) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/[\t\n]/g, escapeCharacter)
    .replace(hiddenCharacters, escapeCharacter);
  return `$'${escaped}'`;
}

function escapeCharacter(character: string): string {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  if (named) return named;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
