const poolSize = 4096;

/** Random bytes, fetched in large pieces: to ask the system for eight costs as much as to ask for four thousand. */
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
