/** A turn as it arrived: what came, and when. */
export interface Recording {
  steps: RecordedStep[];
  /** What is wrong with the stream; nothing where it keeps the contract. */
  problems: string[];
}

/** Something that a stream carried. */
export type RecordedStep = {
  /** Milliseconds since the answer began. */
  at: number;
} & ({ kind: 'message'; event: string; data: string; id?: string } | { kind: 'comment'; text: string });
