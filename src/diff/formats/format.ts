import type { Change } from '../change.ts';

/** The input of a format in addition to the changes. */
export interface FormatSettings {
  /** The names of both versions, as the user wrote them. */
  base: string;
  head: string;
  color: boolean;
}

/** Formats changes as text that ends in a line break, or as an empty text. */
export type Format = (changes: readonly Change[], settings: FormatSettings) => string;
