import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatMarkdown } from './formats/markdown.ts';
import { formatStylish } from './formats/stylish.ts';

/** The formats of `--format`, by name. */
export const formats = {
  stylish: formatStylish,
  github: formatGithub,
  markdown: formatMarkdown,
  json: formatJson,
} as const;

export type FormatName = keyof typeof formats;
