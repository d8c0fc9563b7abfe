import { relative } from 'node:path';
import type { DocumentProblem } from '../openapi/open-document.ts';

/** Maximum number of problems shown; `lint` lists all. */
const most = 20;

/** The problems of a document, one per line, with paths relative to the working directory. */
export function formatProblems(problems: readonly DocumentProblem[]): string {
  const directory = process.cwd();
  const lines = problems.slice(0, most).map(({ file, line, column, message }) => {
    const path = relative(directory, file);
    return `${path.startsWith('..') ? file : path}:${line}:${column}: warning: ${message}\n`;
  });
  const left = problems.length - lines.length;
  if (left > 0) lines.push(`${left} more warnings; \`chat-contract lint\` lists what is wrong with a document.\n`);
  return lines.join('');
}
