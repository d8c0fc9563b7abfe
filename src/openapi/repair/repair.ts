/** A fault of a document that was repaired, so that the rest of it can be used. */
export interface Repair {
  /** JSON Pointer to the fault in the document that was given. */
  pointer: string;
  /** What is wrong, and what is done about it. */
  message: string;
}

/** Collects repairs. */
export type Report = (pointer: string, message: string) => void;
