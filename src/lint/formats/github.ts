import { displayPath } from './display-path.ts';
import type { Format } from './format.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** One annotation of a workflow run; without a file it is of the run as a whole. */
export interface Annotation {
  command: 'error' | 'warning' | 'notice';
  file?: string;
  line?: number;
  column?: number;
  title: string;
  message: string;
}

/** GitHub's workflow commands: each finding becomes an annotation at its line. */
export const formatGithub: Format = (findings, { directory }) =>
  findings
    .map(({ severity, file, line, column, linter, rule, message }) =>
      formatAnnotation({
        command: commands[severity],
        file: displayPath(directory, file),
        line,
        column,
        title: `${linter}/${rule}`,
        message,
      }),
    )
    .join('');

/** An annotation as a workflow command, a line of its own. */
export function formatAnnotation({ command, file, line, column, title, message }: Annotation): string {
  const list = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${command} ${list.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** In a property a colon and a comma would end the value. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
