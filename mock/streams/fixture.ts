/** One step of a stream as it is written in a scenario file or a recording. */
export type FixtureStep =
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'comment'; text: string }
  | FixtureMessage
  /** Fields without data, such as `retry`: sent as they are. */
  | { kind: 'fields'; text: string };

/** One event. Its data may have placeholders: `{{prompt}}`. */
export interface FixtureMessage {
  kind: 'message';
  /** The `event` field; none if the file has none. */
  event?: string;
  id?: string;
  /** The data lines, joined by LF. */
  data: string;
}
