/** Who has to change because of a change of the contract. */
export type Party = 'client' | 'server';

/** One thing in which two versions of a contract differ. */
export interface Change {
  /**
   * For whom the change is breaking; nobody where it is harmless.
   *
   * - `client`: a client made for the base can fail with a server that keeps the head
   * - `server`: a server made for the base can send, in answer to a request that the base allows, what the head does
   * not
   *   allow
   */
  breaks: Party[];
  /** What kind of change it is: a rule of Redocly, a rule of this project (`stream-…`), or `changed`. */
  rule: string;
  message: string;
  /** Method and path of the operation in which it was met, `POST /sessions`; left out where it is in none. */
  operation?: string;
  /** Where it was written by hand, in the head, or in the base where it is gone from the head. */
  place: Place;
}

/** A place in one of the two versions. */
export interface Place {
  side: 'base' | 'head';
  /** As it is shown: a path, behind its git revision where it is of one. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** True if somebody who relied on the base fails with the head. */
export function isBreaking({ breaks }: Change): boolean {
  return breaks.length > 0;
}
