import { workflowCommand } from '../../shared/encoding/workflow-command.ts';
import { displayPath } from './display-path.ts';
import type { Format } from './format.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** GitHub's workflow commands: each finding becomes an annotation at its line. */
export const formatGithub: Format = (findings, { directory }) =>
  findings
    .map(({ severity, file, line, column, linter, rule, message }) => {
      const title = `${linter}/${rule}`;
      const place = { file: displayPath(directory, file), line, column };
      return `${workflowCommand({ command: commands[severity], ...place, title, message })}\n`;
    })
    .join('');
