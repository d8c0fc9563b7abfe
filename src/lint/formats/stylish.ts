import { styleText } from 'node:util';
import { cut } from '../../shared/excerpt.ts';
import { harmless } from '../../shared/harmless.ts';
import { countOf } from '../../shared/wording.ts';
import type { Finding, Severity } from '../finding.ts';
import { displayPath } from './display-path.ts';
import type { Format } from './format.ts';

const colors = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** For people: the findings under their files, then the counts. */
export const formatStylish: Format = (findings, { directory, color }) => {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const files = [...new Set(findings.map(({ file }) => file))];
  const blocks = files.map((file) => {
    const own = findings.filter((finding) => finding.file === file);
    const lines = own.map(({ line, column, severity, message, linter, rule }) =>
      [
        `  ${`${line}:${column}`.padEnd(8)}`,
        paint(colors[severity], severity.padEnd(7)),
        harmless(cut(oneLine(message))),
        paint('dim', `${linter}/${rule}`),
      ].join(' '),
    );
    return `${[paint('underline', harmless(displayPath(directory, file))), ...lines].join('\n')}\n\n`;
  });
  return `${blocks.join('')}${summarize(findings)}\n`;
};

function summarize(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'The contract is clean: 0 errors, 0 warnings.';
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return `${countOf(count('error'), 'error')}, ${countOf(count('warning'), 'warning')}, ${count('info')} info.`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
