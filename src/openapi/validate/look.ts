/** The place of a mismatch: field names and list positions. */
export type MismatchPath = readonly (string | number)[];

/** One check of a value, shared by the parts of a schema. */
export interface Look {
  /** Checks a part of the value. */
  judge(schema: unknown, value: unknown, path: MismatchPath): void;
  mismatch(path: MismatchPath): void;
  /** True if a value matches, without reporting. */
  fits(schema: unknown, value: unknown, path: MismatchPath): boolean;
  /** True for a required property of the other direction only. */
  isExcused(schema: Record<string, unknown>, name: string): boolean;
}
