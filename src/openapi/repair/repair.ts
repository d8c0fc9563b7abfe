/** A repaired problem of a document. */
export interface Repair {
  /** JSON Pointer to the problem in the given document. */
  pointer: string;
  /** What is wrong, and how it is handled. */
  message: string;
}

/** Collects repairs. */
export type Report = (pointer: string, message: string) => void;
