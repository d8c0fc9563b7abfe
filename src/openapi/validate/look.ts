/** Where a value does not fit: names of fields and positions in lists. */
export type MismatchPath = readonly (string | number)[];

/** One look at a value. The parts of a schema share it. */
export interface Look {
  /** Judges a part of the value. */
  judge(schema: unknown, value: unknown, path: MismatchPath): void;
  mismatch(path: MismatchPath): void;
  /** Whether a value fits, without reporting. */
  fits(schema: unknown, value: unknown, path: MismatchPath): boolean;
  /** True for a required property of the other direction only. */
  isExcused(schema: Record<string, unknown>, name: string): boolean;
}
