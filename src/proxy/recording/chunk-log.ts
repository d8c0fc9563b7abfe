/** The chunks of a body with the times at which they arrived. */
export interface ChunkLog {
  push(at: number, chunk: Uint8Array): void;
  /** The size of all chunks, including their overhead. */
  readonly size: number;
  chunks(): Generator<{ at: number; bytes: Uint8Array }>;
}

/** The overhead of a chunk: its time and its end. */
const chunkCost = 16;

const noBytes = new Uint8Array(0);

/** Copies chunks into one buffer: an object for each small chunk would take four times as much. */
export function createChunkLog(): ChunkLog {
  return new CopiedChunks();
}

/** A class, because each exchange stores two: closures would be most of the size of a short one. */
class CopiedChunks implements ChunkLog {
  #memory = noBytes;
  #length = 0;
  readonly #times: number[] = [];
  readonly #ends: number[] = [];

  get size(): number {
    return this.#length + this.#times.length * chunkCost;
  }

  push(at: number, chunk: Uint8Array): void {
    const needed = this.#length + chunk.byteLength;
    if (needed > this.#memory.byteLength) {
      // The first chunk may be the only one: its buffer is no larger than the chunk.
      const larger = new Uint8Array(Math.max(needed, this.#memory.byteLength * 2));
      larger.set(this.#memory.subarray(0, this.#length));
      this.#memory = larger;
    }
    this.#memory.set(chunk, this.#length);
    this.#length = needed;
    this.#times.push(at);
    this.#ends.push(needed);
  }

  *chunks(): Generator<{ at: number; bytes: Uint8Array }> {
    for (const [index, at] of this.#times.entries()) {
      yield { at, bytes: this.#memory.subarray(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]) };
    }
  }
}
