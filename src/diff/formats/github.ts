import { workflowCommand } from '../../shared/encoding/workflow-command.ts';
import { isBreaking } from '../change.ts';
import type { Format } from './format.ts';
import { verdictOf } from './summary.ts';

/** GitHub's workflow commands. Only locations in the head are in the work tree; the message names one in the base. */
export const formatGithub: Format = (changes) =>
  changes
    .map((change) => {
      const { operation, message, place, rule } = change;
      const where = place.side === 'base' ? ` (was in ${place.file}:${place.line})` : '';
      const annotation = workflowCommand({
        command: isBreaking(change) ? 'error' : 'notice',
        ...(place.side === 'head' ? { file: place.file, line: place.line, column: place.column } : {}),
        title: `${verdictOf(change)}: ${rule}`,
        message: `${operation === undefined ? '' : `${operation}: `}${message}${where}`,
      });
      return `${annotation}\n`;
    })
    .join('');
