/** The chunks of a body with the times at which they arrived. */
export interface ChunkLog {
  push(at: number, chunk: Uint8Array): void;
  /** The bytes of all chunks, and what each takes next to them. */
  readonly size: number;
  chunks(): Generator<{ at: number; bytes: Uint8Array }>;
}

/** Of a chunk, next to its bytes: its time and its end. */
const chunkCost = 16;
const firstCapacity = 512;

/** Copies chunks into one piece of memory: an object for each small chunk would take four times as much. */
export function createChunkLog(): ChunkLog {
  let memory = new Uint8Array(0);
  let length = 0;
  const times: number[] = [];
  const ends: number[] = [];
  return {
    push(at, chunk) {
      const needed = length + chunk.byteLength;
      if (needed > memory.byteLength) {
        const larger = new Uint8Array(Math.max(needed, memory.byteLength * 2, firstCapacity));
        larger.set(memory.subarray(0, length));
        memory = larger;
      }
      memory.set(chunk, length);
      length = needed;
      times.push(at);
      ends.push(length);
    },
    get size() {
      return length + times.length * chunkCost;
    },
    *chunks() {
      for (const [index, at] of times.entries()) {
        yield { at, bytes: memory.subarray(index === 0 ? 0 : ends[index - 1], ends[index]) };
      }
    },
  };
}
