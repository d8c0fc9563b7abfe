/** Reads UTF-8 text from chunks, in parts. */
export interface TextReader {
  /** Reads on until the chunks end or `most` bytes in total. @returns true if they ended */
  readOn(most?: number): Promise<boolean>;
  /** The text so far. */
  text(): string;
}

export function createTextReader(chunks: AsyncIterator<Uint8Array, void>): TextReader {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  return {
    async readOn(most = Number.POSITIVE_INFINITY) {
      while (bytes < most) {
        const { done, value } = await chunks.next();
        if (done) return true;
        bytes += value.byteLength;
        pieces.push(decoder.decode(value, { stream: true }));
      }
      return false;
    },
    text: () => pieces.join('') + decoder.decode(),
  };
}
