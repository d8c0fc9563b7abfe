import { formatGithub } from './github.ts';
import type { Report } from './report.ts';
import { formatTerminal } from './terminal.ts';

/** Prints a report on standard output. */
export type Reporter = (report: Report, options: { color: boolean }) => string;

/** The reporters of `--reporter`, by name. */
export const reporters: Readonly<Record<string, Reporter>> = {
  terminal: (report, { color }) => formatTerminal(report, color),
  github: formatGithub,
};
