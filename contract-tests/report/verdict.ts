import { fails } from '../run/evaluate.ts';
import type { Report } from './report.ts';

/** What a run found, in one sentence. */
export function verdictOf(report: Report): string {
  if (report.conforms) return 'The server conforms to the contract';
  if (report.violations.some(fails)) return 'The server does not conform to the contract';
  return report.stopped === undefined
    ? 'Not every rule could be exercised'
    : 'The server could not be tried to the end';
}
