import { harmless } from '../../src/shared/harmless.ts';
import { fails } from '../run/evaluate.ts';
import type { Report, ReportedViolation } from './report.ts';
import { verdictOf } from './verdict.ts';

/** GitHub shows at most ten annotations of a kind per step. */
const most = 10;

/** A report as GitHub workflow commands: an annotation for each failing rule, then each warning, then the verdict. */
export function formatGithub(report: Report): string {
  const first = new Map<string, ReportedViolation>();
  for (const violation of [...report.violations].sort((one, other) => Number(fails(other)) - Number(fails(one)))) {
    if (!violation.known && !first.has(violation.rule)) first.set(violation.rule, violation);
  }
  const kept = [...first.values()].slice(0, most);
  return `${[...kept.map(annotate), `${harmless(verdictOf(report))}.`].join('\n')}\n`;
}

function annotate(violation: ReportedViolation): string {
  const { rule, operation, message, expected, received } = violation;
  const text = `${operation}: ${message} Expected ${expected}; received ${received}`;
  return `::${fails(violation) ? 'error' : 'warning'} title=${escapeProperty(rule)}::${escapeData(harmless(text))}`;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
