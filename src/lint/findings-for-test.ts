import type { Finding } from './finding.ts';

/** One of each linter: with characters that formats escape, and outside the project. */
export const findings: Finding[] = [
  {
    linter: 'redocly',
    rule: 'struct',
    severity: 'error',
    message: 'Two\nlines, 100 %: wrong.',
    file: '/project/spec/paths/a_{id}.yaml',
    line: 3,
    column: 5,
  },
  { linter: 'spectral', rule: 'r', severity: 'info', message: 'Note.', file: '/other/b.yaml', line: 1, column: 1 },
];
