/** Shorter values occur in ordinary text by chance: masking `t` or `session` would change what the text says. */
const shortest = 8;

/**
 * `text` with `[token]` in place of each credential, wherever it is a whole word.
 *
 * @example
 * maskCredentials('The key key-1234567 is invalid.', ['key-1234567']); // The key [token] is invalid.
 */
export function maskCredentials(text: string, credentials: readonly string[]): string {
  let masked = text;
  for (const one of credentials) {
    const word = one.replace(/\W/g, '\\$&');
    if (one.length >= shortest) masked = masked.replace(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'g'), '[token]');
  }
  return masked;
}
