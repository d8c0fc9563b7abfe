const poolSize = 4096;

/** Fetches random bytes in large blocks: requesting eight bytes costs as much as four thousand. */
export function createRandomPool(): (count: number) => Uint8Array {
  let pool: Uint8Array = new Uint8Array();
  let used = 0;
  return (count) => {
    if (used + count > pool.length) {
      pool = crypto.getRandomValues(new Uint8Array(Math.max(poolSize, count)));
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}
