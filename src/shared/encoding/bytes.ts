const encoder = new TextEncoder();

/** A text as UTF-8. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

const decoder = new TextDecoder();

/** The text of complete UTF-8 bytes. A new decoder for each would take longer than the decoding. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** @param length the total length, if known */
export function concatBytes(parts: readonly Uint8Array[], length = lengthOf(parts)): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

/** Two lower-case digits per byte. */
export function toHex(bytes: Uint8Array): string {
  // Not `+=`, whose result would keep its parts in memory as long as the id of a session.
  const digits: number[] = [];
  for (const byte of bytes) digits.push(digitCodes[byte >> 4]!, digitCodes[byte & 15]!);
  return String.fromCharCode(...digits);
}

/** @param text of an even number of hexadecimal digits */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}

/** Base64 for URLs (RFC 4648, section 5), without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) =>
    sign === '+' ? '-' : sign === '/' ? '_' : '',
  );
}

/** @returns `undefined` for a text that `toBase64Url` cannot have written */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.replace(/[-_]/g, (sign) => (sign === '-' ? '+' : '/'))), (one) =>
      one.charCodeAt(0),
    );
    // The last character may hold bits that no byte has.
    return toBase64Url(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

const digitCodes = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
