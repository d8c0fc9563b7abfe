import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../contract-tests/report/report.ts';
import { type ReporterOptions, reporters } from '../../contract-tests/report/reporters.ts';
import { cannotWrite, makeFolder } from '../shared/files/make-folder.ts';

/** Creates the folder of `--report-dir`, before anything is sent. @throws {UsageError} if it cannot be created */
export function createReportFolder(folder: string): void {
  makeFolder(folder, '--report-dir');
}

/** The files of a report folder, and the reporters that write them. */
const files = { 'report.json': 'json', 'junit.xml': 'junit', 'report.html': 'html' };

/** Writes `report.json`, `junit.xml` and `report.html`. */
export function writeReports(folder: string, report: Report, options: Omit<ReporterOptions, 'color'>): void {
  for (const [file, name] of Object.entries(files)) {
    const text = reporters[name]?.(report, { ...options, color: false }) ?? '';
    const path = join(folder, file);
    try {
      writeFileSync(path, text);
    } catch (error) {
      throw cannotWrite(path, 'the report', error);
    }
  }
}
