/** Who must change because of a change of the contract. */
export type Party = 'client' | 'server';

/** One difference between two versions of a contract. */
export interface Change {
  /**
   * Who is affected by a breaking change; empty if the change is harmless.
   *
   * - `client`: a valid client of the base can fail with a server of the head
   * - `server`: a valid server of the base, after a request that the base allows, can send a response that the head does
   *   not allow
   */
  breaks: Party[];
  /** The kind of change: a rule of Redocly, a rule of this project (`stream-…`), or `changed`. */
  rule: string;
  message: string;
  /** Method and path of the operation, `POST /sessions`; absent outside operations. */
  operation?: string;
  /** The source location in the head, or in the base if the head has removed it. */
  place: Place;
}

/** A source location in one of the two versions. */
export interface Place {
  side: 'base' | 'head';
  /** The path as shown, after its git revision if it has one. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** True if a client or server of the base can fail with the head. */
export function isBreaking({ breaks }: Change): boolean {
  return breaks.length > 0;
}
