import type { Finding } from './finding.ts';
import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatStylish } from './formats/stylish.ts';

/** What a format needs to know of where it is shown. */
export interface FormatSettings {
  /** Paths are written relative to it. */
  directory: string;
  color: boolean;
}

/** Writes findings as text that ends in a line break, or as nothing. */
export type Format = (findings: readonly Finding[], settings: FormatSettings) => string;

/** The formats by the name that `--format` takes. */
export const formats = { stylish: formatStylish, github: formatGithub, sarif: formatSarif, json: formatJson } as const;

export type FormatName = keyof typeof formats;
