import type { ReportedViolation } from './report.ts';

/** A violation as lines of text, with the commands that reproduce it. */
export function describeViolation(violation: ReportedViolation): string {
  const { message, provenance, operation, expected, received, at, count, reproduce } = violation;
  const place = at ? `, event ${at.message}, before byte ${at.byte}` : '';
  return [
    `${message}${count > 1 ? ` (${count} times)` : ''}`,
    `  ${operation}${place}; ${provenance}`,
    `  expected  ${expected}`,
    `  received  ${received}`,
    '  reproduce',
    ...reproduce.split('\n').map((line) => `    ${line}`),
  ].join('\n');
}
