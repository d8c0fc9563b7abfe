import type { Finding } from '../finding.ts';

/** The input of a format in addition to the findings. */
export interface FormatSettings {
  /** The base of relative paths. */
  directory: string;
  color: boolean;
}

/** Formats findings as text that ends in a line break, or as an empty text. */
export type Format = (findings: readonly Finding[], settings: FormatSettings) => string;
