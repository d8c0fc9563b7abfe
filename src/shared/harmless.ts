/**
 * Text from a server made safe for a terminal: control characters, escape sequences and characters that turn the
 * direction of writing are shown as `\u001b`. Line breaks stay.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
