/**
 * True if a credential is distinguishable from ordinary text. A shorter one occurs by chance: masking `t` or `session`
 * would change the meaning of the text.
 */
export function isMaskable(credential: string): boolean {
  return credential.length >= 8;
}

/**
 * `text` with `[token]` in place of each credential. One that could be words is masked only where it is a whole word.
 *
 * @example
 * maskCredentials('The key key-1234567 is invalid.', ['key-1234567']); // The key [token] is invalid.
 */
export function maskCredentials(text: string, credentials: readonly string[]): string {
  let masked = text;
  for (const one of credentials.filter(isMaskable)) {
    if (!masked.includes(one)) continue;
    const value = one.replace(/\W/g, '\\$&');
    masked = masked.replace(new RegExp(/\d/.test(one) ? value : `(?<![\\w-])${value}(?![\\w-])`, 'g'), '[token]');
  }
  return masked;
}

const secretHeader = /^((proxy-)?authorization|(set-)?cookie|.*(api-?key|token|secret).*)$/i;
const secretParameter =
  /^((x[-_])?(api[-_]?)?key|(access|auth|id|refresh|session)[-_]?token|token|password|(client[-_]?)?secret)$/i;

/** True if a header with this name holds a credential. */
export function isSecretHeader(name: string): boolean {
  return secretHeader.test(name);
}

/** True if a query parameter with this name holds a credential. Page tokens do not. */
export function isSecretParameter(name: string): boolean {
  return secretParameter.test(name);
}
