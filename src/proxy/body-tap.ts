import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Reads a decoded copy of a passing body without delaying it. */
export interface BodyTap {
  push(chunk: Uint8Array): void;
  /** The body has ended, or broke off; resolves once all that arrived was decoded, if anything has to be. */
  end(): Promise<void> | undefined;
  /** Why the rest was not read; `undefined` if everything was. */
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

/** @example const tap = createBodyTap({ encoding: 'gzip', limit: 1e6, onBytes: (bytes) => parts.push(bytes) }); */
export function createBodyTap({ encoding, limit, onBytes }: BodyTapSettings): BodyTap {
  let length = 0;
  let given: BodyTap['given'];
  const take = (bytes: Uint8Array) => {
    if (given) return;
    length += bytes.byteLength;
    if (length > limit) given = 'too long';
    else onBytes(bytes);
  };
  const decoder = decoderOf(encoding);
  if (decoder === undefined) {
    return {
      push: take,
      end: () => undefined,
      get given() {
        return given;
      },
    };
  }
  if (decoder === 'unknown') return { push() {}, end: () => undefined, given: 'undecodable' };
  const closed = new Promise<void>((resolve) => decoder.once('close', resolve));
  decoder.on('data', take);
  decoder.on('error', () => {
    given ??= 'undecodable';
  });
  return {
    push(chunk) {
      // Decoding stops with reading: a small body may expand to a large one.
      if (given) decoder.destroy();
      else decoder.write(chunk);
    },
    async end() {
      if (!decoder.destroyed) decoder.end();
      await closed;
    },
    get given() {
      return given;
    },
  };
}

function decoderOf(encoding = ''): Transform | 'unknown' | undefined {
  const flush = constants.Z_SYNC_FLUSH;
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ flush, finishFlush: flush });
    case 'deflate':
      return createInflate({ flush, finishFlush: flush });
    case 'br':
      return createBrotliDecompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      return 'unknown';
  }
}
