import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseJson } from '../../src/shared/json.ts';

/** The last session of a page; the next page begins behind it. */
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

/**
 * Opaque tokens that carry their cursor and a signature (HMAC-SHA-256, cut to 96 bits), so that none has to be stored
 * and a forged one is told.
 */
export function createPageTokens(key: Uint8Array): PageTokens {
  const sign = (text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 12);
  return {
    write({ updatedAt, sessionId }) {
      const text = JSON.stringify([updatedAt, sessionId]);
      return Buffer.concat([sign(text), Buffer.from(text)]).toString('base64url');
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64url');
      // Decoding passes over what is no base64url; writing again shows whether the token was altered so.
      if (bytes.length <= 12 || bytes.toString('base64url') !== token) return undefined;
      const text = bytes.subarray(12).toString();
      if (!timingSafeEqual(bytes.subarray(0, 12), sign(text))) return undefined;
      const value = parseJson(text);
      if (!Array.isArray(value)) return undefined;
      return { updatedAt: String(value[0]), sessionId: String(value[1]) };
    },
  };
}
