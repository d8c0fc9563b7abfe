import { formatGithub } from './github.ts';
import { formatHtml } from './html.ts';
import { formatJson } from './json.ts';
import { formatJunit } from './junit.ts';
import type { Report } from './report.ts';
import { formatTerminal } from './terminal.ts';

export interface ReporterOptions {
  color: boolean;
  /** A rule that could not be checked fails instead of being skipped. */
  failOnUnexercised: boolean;
}

/** A report as text. */
export type Reporter = (report: Report, options: ReporterOptions) => string;

/** The reporters of `--reporter`, by name. */
export const reporters: Readonly<Record<string, Reporter>> = {
  terminal: (report, { color }) => formatTerminal(report, color),
  github: formatGithub,
  json: formatJson,
  junit: formatJunit,
  html: formatHtml,
};
