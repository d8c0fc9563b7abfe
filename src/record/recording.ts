/** A turn as it arrived, with its timing. */
export interface Recording {
  steps: RecordedStep[];
  /** The contract violations of the stream. */
  problems: string[];
}

/** One entry of a stream. */
export type RecordedStep = {
  /** Milliseconds since the start of the response. */
  at: number;
} & ({ kind: 'message'; event: string; data: string; id?: string } | { kind: 'comment'; text: string });
