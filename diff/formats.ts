import type { Change } from './change.ts';
import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatMarkdown } from './formats/markdown.ts';
import { formatStylish } from './formats/stylish.ts';

/** What a format needs to know beside the changes. */
export interface FormatSettings {
  /** The two versions as the user named them. */
  base: string;
  head: string;
  color: boolean;
}

/** Writes changes as text that ends in a line break, or as nothing. */
export type Format = (changes: readonly Change[], settings: FormatSettings) => string;

/** The formats by the name that `--format` takes. */
export const formats = {
  stylish: formatStylish,
  github: formatGithub,
  markdown: formatMarkdown,
  json: formatJson,
} as const;

export type FormatName = keyof typeof formats;
