import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, encodeText, fromBase64Url, toBase64Url } from '../../src/shared/encoding/bytes.ts';
import { parseJson } from '../../src/shared/json.ts';

/** Identifies the last session of a page. The next page begins after it. */
export interface PageCursor {
  updatedAt: string;
  sessionId: string;
}

/** Writes and reads `next_page_token`. */
export interface PageTokens {
  write(cursor: PageCursor): string;
  /** Returns `undefined` for an unknown token. */
  read(token: string): PageCursor | undefined;
}

const signatureLength = 12;
/** Maximum cached tokens. */
const mostWritten = 1000;

/**
 * Opaque tokens that carry their cursor and a signature (HMAC-SHA-256, cut to 96 bits), so that none has to be stored
 * and a forged one is detected.
 *
 * The signature is computed synchronously, in Node and in browsers: Web Crypto would add an asynchronous step per list.
 *
 * @param key returns the key; called when the first token is written or read
 */
export function createPageTokens(key: () => Uint8Array): PageTokens {
  let keyed: ReturnType<typeof hmac.create> | undefined;
  const sign = (text: Uint8Array) => {
    keyed ??= hmac.create(sha256, key());
    return keyed.clone().update(text).digest().subarray(0, signatureLength);
  };
  /** Cached, because a signature takes a quarter of the time of a list, and the same pages are requested often. */
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

/** Constant-time comparison. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.reduce((difference, byte, index) => difference | (byte ^ other[index]!), 0) === 0;
}
