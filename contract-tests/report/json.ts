import type { Report } from './report.ts';
import { safeReport } from './safe-report.ts';

/** A report as `report.schema.json` describes it. */
export function formatJson(report: Report): string {
  return `${JSON.stringify(safeReport(report), null, 2)}\n`;
}
