import { harmless } from '../../src/shared/harmless.ts';
import type { ReportedViolation } from './report.ts';

/** One violation as lines of text: what, where, expected, received, and the shell lines that show it again. */
export function describeViolation(violation: ReportedViolation): string {
  const { message, provenance, operation, expected, received, at, count, reproduce } = violation;
  const where = at ? `, message ${at.message}, before byte ${at.byte}` : '';
  const lines = [
    `${message}${count > 1 ? ` (${count} times)` : ''}`,
    `  ${operation}${where}; ${provenance}`,
    `  expected  ${expected}`,
    `  received  ${received}`,
    '  reproduce',
    ...reproduce.split('\n').map((line) => `    ${line}`),
  ];
  return harmless(lines.join('\n'));
}
