/** One step of a stream in a scenario file or a recording. */
export type FixtureStep =
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'comment'; text: string }
  | FixtureMessage
  /** Fields without data, such as `retry`, sent unchanged. */
  | { kind: 'fields'; text: string };

/** One event. Its data can contain placeholders: `{{prompt}}`. */
export interface FixtureMessage {
  kind: 'message';
  /** The `event` field, if any. */
  event?: string;
  id?: string;
  /** The data lines, joined by LF. */
  data: string;
}
