import { harmless } from '../lib/harmless.ts';
import type { Violation } from './evaluate.ts';
import type { Observations } from './observation/observations.ts';
import { reproduce } from './reproduce.ts';

/** One violation as lines of text: what, where, expected, received, and the shell lines that show it again. */
export function describeViolation(violation: Violation, seen: Observations): string {
  const { message, provenance, operation, expected, received, exchange, at, count } = violation;
  const where = at ? `, message ${at.message}, before byte ${at.byte}` : '';
  const lines = [
    `${message}${count > 1 ? ` (${count} times)` : ''}`,
    `  ${operation}${where}; ${provenance}`,
    `  expected  ${expected}`,
    `  received  ${received}`,
    '  reproduce',
    ...reproduce(seen, exchange)
      .split('\n')
      .map((line) => `    ${line}`),
  ];
  return harmless(lines.join('\n'));
}
