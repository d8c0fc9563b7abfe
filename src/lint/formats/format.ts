import type { Finding } from '../finding.ts';

/** What a format needs to know of where it is shown. */
export interface FormatSettings {
  /** Paths are written relative to it. */
  directory: string;
  color: boolean;
}

/** Writes findings as text that ends in a line break, or as nothing. */
export type Format = (findings: readonly Finding[], settings: FormatSettings) => string;
