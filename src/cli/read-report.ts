import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../contract-tests/report/report.ts';
import schema from '../../contract-tests/report.schema.json' with { type: 'json' };
import { parseJson } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { readOptionFile } from './read-option-file.ts';

/** Reads a report.json. @throws {UsageError} if the file is missing or not a report */
export function readReport(option: string, file: string): Report {
  const report = parseJson(readOptionFile(option, file));
  const isReport = new Ajv2020({ strict: false, validateFormats: false }).compile<Report>(schema);
  if (isReport(report)) return report;
  const [error] = isReport.errors ?? [];
  throw new UsageError(`${option} ${file} is not a report.json: ${error?.instancePath || 'it'} ${error?.message}.`);
}
