import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatStylish } from './formats/stylish.ts';

/** The formats of `--format`, by name. */
export const formats = { stylish: formatStylish, github: formatGithub, sarif: formatSarif, json: formatJson } as const;

export type FormatName = keyof typeof formats;
