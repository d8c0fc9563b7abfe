import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../contract-tests/report/report.ts';
import { type ReporterOptions, reporters } from '../../contract-tests/report/reporters.ts';
import { UsageError } from '../shared/usage-error.ts';

/** Creates the folder of `--report-dir`, before anything is sent. @throws {UsageError} if it cannot be created */
export function createReportFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`Cannot create --report-dir ${folder} (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** The files of a report folder, and the reporters that write them. */
const files = { 'report.json': 'json', 'junit.xml': 'junit', 'report.html': 'html' };

/** Writes `report.json`, `junit.xml` and `report.html`. */
export function writeReports(folder: string, report: Report, options: Omit<ReporterOptions, 'color'>): void {
  for (const [file, name] of Object.entries(files)) {
    writeFileSync(join(folder, file), reporters[name]?.(report, { ...options, color: false }) ?? '');
  }
}
