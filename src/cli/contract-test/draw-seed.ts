/** A random seed for generated requests, short enough to type. */
export function drawSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}
