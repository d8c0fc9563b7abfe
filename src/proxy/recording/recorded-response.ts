import type { RecordedStep } from '../../record/recording.ts';

/** An exchange in a recording. */
export interface RecordedExchange {
  /** The `operationId`. */
  operation: string;
  /** `METHOD /path` of the request, for titles. */
  request: string;
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** The parsed body, or its text. */
  body: unknown;
  /** The number of the turn in its session. */
  turn?: number;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The events with their times, or the text of the body. */
  content: { kind: 'stream'; steps: readonly RecordedStep[] } | { kind: 'plain'; text: string };
}
