import type { Report } from '../../contract-tests/report/report.ts';
import schema from '../../contract-tests/report.schema.json' with { type: 'json' };
import { createSchemaValidator } from '../openapi/validate/schema-validator.ts';
import { parseJson } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { readOptionFile } from './read-option-file.ts';

/** Reads a report.json. @throws {UsageError} if the file is missing or not a report */
export function readReport(option: string, file: string): Report {
  const report = parseJson(readOptionFile(option, file));
  const [violation] = createSchemaValidator(schema)('#', report);
  if (!violation) return report as unknown as Report;
  const place = violation.at.join('.') || 'it';
  throw new UsageError(`${option} ${file} is not a report.json: ${place} ${violation.message}.`);
}
