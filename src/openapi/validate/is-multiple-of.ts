/** Allows for binary fractions: 19.99 is a multiple of 0.01 although 19.99 / 0.01 is 1998.9999999999998. */
export function isMultipleOf(divisor: number, value: number): boolean {
  const nearest = Math.round(value / divisor) * divisor;
  return Math.abs(nearest - value) <= 4 * Number.EPSILON * Math.abs(value);
}
