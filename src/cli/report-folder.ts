import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHtml } from '../../contract-tests/report/html.ts';
import { formatJunit, type JunitOptions } from '../../contract-tests/report/junit.ts';
import type { Report } from '../../contract-tests/report/report.ts';
import { UsageError } from '../shared/usage-error.ts';

/** Creates the folder of `--report-dir`, before anything is sent. @throws {UsageError} if it cannot be created */
export function createReportFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--report-dir ${folder} cannot be created (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Writes `report.json`, `junit.xml` and `report.html`. */
export function writeReports(folder: string, report: Report, options: JunitOptions): void {
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, 'junit.xml'), formatJunit(report, options));
  writeFileSync(join(folder, 'report.html'), formatHtml(report));
}
