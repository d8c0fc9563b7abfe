import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** Reads a decoded copy of a passing body without delaying it. */
export interface BodyTap {
  push(chunk: Uint8Array): void;
  /** The body has ended or was cut; resolves after everything that arrived was decoded. */
  end(): Promise<void> | undefined;
  /** Why the rest was not read; `undefined` if it was. */
  readonly given: 'too long' | 'undecodable' | undefined;
}

/** Options of a tap. */
export interface BodyTapSettings {
  /** `Content-Encoding`, as it was sent. */
  encoding: string | undefined;
  /** Maximum decoded bytes. */
  limit: number;
  onBytes(bytes: Uint8Array): void;
}

/** A body with more codings is not decoded. */
const mostCodings = 4;

/** @example const tap = createBodyTap({ encoding: 'gzip', limit: 1e6, onBytes: (bytes) => parts.push(bytes) }); */
export function createBodyTap({ encoding = '', limit, onBytes }: BodyTapSettings): BodyTap {
  // In the order of encoding (RFC 9110, section 8.4).
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const last = codings.pop();
  if (last === undefined) return createPlainTap(limit, onBytes);
  if (codings.length >= mostCodings) return { push() {}, end: () => undefined, given: 'undecodable' };
  if (codings.length === 0) return createDecoder(last, createPlainTap(limit, onBytes));
  return createDecoder(last, createBodyTap({ encoding: codings.join(), limit, onBytes }));
}

function createPlainTap(limit: number, onBytes: BodyTapSettings['onBytes']): BodyTap {
  let length = 0;
  let given: BodyTap['given'];
  return {
    push(bytes) {
      if (given) return;
      length += bytes.byteLength;
      if (length > limit) given = 'too long';
      else onBytes(bytes);
    },
    end: () => undefined,
    get given() {
      return given;
    },
  };
}

/** Removes one coding, and passes the bytes to `next`. */
function createDecoder(coding: string, next: BodyTap): BodyTap {
  let decoder: Transform | undefined;
  let closed: Promise<void> | undefined;
  let isBroken = false;
  const begin = (chunk: Uint8Array) => {
    decoder = decoderOf(coding, chunk[0]);
    if (!decoder) {
      isBroken = true;
      return;
    }
    closed = new Promise((resolve) => decoder?.once('close', resolve));
    decoder.on('data', next.push);
    decoder.on('error', () => {
      isBroken = true;
    });
  };
  const given = () => next.given ?? (isBroken ? 'undecodable' : undefined);
  return {
    push(chunk) {
      if (chunk.byteLength === 0) return;
      if (!decoder && !isBroken) begin(chunk);
      // Decoding stops with reading: a small body may expand to a large one.
      if (given()) decoder?.destroy();
      else decoder?.write(chunk);
    },
    async end() {
      if (!decoder?.destroyed) decoder?.end();
      await closed;
      await next.end();
    },
    get given() {
      return given();
    },
  };
}

function decoderOf(coding: string, firstByte = 0): Transform | undefined {
  const flush = constants.Z_SYNC_FLUSH;
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ flush, finishFlush: flush });
    case 'deflate':
      // Browsers accept it without the header of zlib, too (RFC 9110, section 8.4.1.2).
      return (firstByte & 0x0f) === 8
        ? createInflate({ flush, finishFlush: flush })
        : createInflateRaw({ flush, finishFlush: flush });
    case 'br':
      return createBrotliDecompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      return undefined;
  }
}
