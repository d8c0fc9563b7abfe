import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, encodeText, fromBase64Url, toBase64Url } from '../../src/shared/encoding/bytes.ts';
import { parseJson } from '../../src/shared/json.ts';

/** The last session of a page; the next page begins after it. */
export interface PageCursor {
  updatedAt: string;
  sessionId: string;
}

/** Writes and reads `next_page_token`. */
export interface PageTokens {
  write(cursor: PageCursor): string;
  /** `undefined` for a token that was never issued. */
  read(token: string): PageCursor | undefined;
}

const signatureLength = 12;
/** Tokens that are kept. */
const mostWritten = 1000;

/**
 * Opaque tokens that carry their cursor and a signature (HMAC-SHA-256, cut to 96 bits), so that none has to be stored
 * and a forged one is detected.
 *
 * The signature is made synchronously, in Node as in a browser: Web Crypto's takes a turn of the event loop per list.
 */
export function createPageTokens(key: Uint8Array): PageTokens {
  const keyed = hmac.create(sha256, key);
  const sign = (text: Uint8Array) => keyed.clone().update(text).digest().subarray(0, signatureLength);
  /** A signature takes a quarter of the time of a list, and the same page is asked for again and again. */
  const written = new Map<string, string>();
  return {
    write({ updatedAt, sessionId }) {
      const cursor = JSON.stringify([updatedAt, sessionId]);
      const known = written.get(cursor);
      if (known !== undefined) return known;
      const text = encodeText(cursor);
      const token = toBase64Url(concatBytes([sign(text), text]));
      if (written.size >= mostWritten) written.clear();
      written.set(cursor, token);
      return token;
    },
    read(token) {
      const bytes = fromBase64Url(token);
      if (!bytes || bytes.length <= signatureLength) return undefined;
      const text = bytes.subarray(signatureLength);
      if (!isSame(bytes.subarray(0, signatureLength), sign(text))) return undefined;
      const value = parseJson(new TextDecoder().decode(text));
      if (!Array.isArray(value)) return undefined;
      return { updatedAt: String(value[0]), sessionId: String(value[1]) };
    },
  };
}

/** In a time that does not depend on where two signatures differ. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.reduce((difference, byte, index) => difference | (byte ^ other[index]!), 0) === 0;
}
