import type { Change } from '../change.ts';

/** What a format needs to know beside the changes. */
export interface FormatSettings {
  /** The two versions as the user named them. */
  base: string;
  head: string;
  color: boolean;
}

/** Writes changes as text that ends in a line break, or as nothing. */
export type Format = (changes: readonly Change[], settings: FormatSettings) => string;
