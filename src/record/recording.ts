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
} & (
  | {
      kind: 'message';
      /** Its fields, if the stream wrote them: a reader would complete them with `message` and the last id. */
      event?: string;
      id?: string;
      data: string;
    }
  | { kind: 'comment'; text: string }
  | { kind: 'retry'; milliseconds: number }
);
