import { type BrokenServer, broken, list, onBody, summaryPaths } from '../../alter.ts';
import type { JsonObject } from '../../reference/model.ts';

/** Servers whose views of one session differ. */
export function views(): BrokenServer[] {
  const changes: [string, (value: unknown) => unknown][] = [
    ['last_updated_at', (value) => String(value).replace(/^\d{4}/, '2020')],
    ['generated_title', (value) => (value === null ? 'Untitled' : `${value}…`)],
    ['index_ids', (value) => (value === null ? null : [...list(value), 'z'])],
  ];
  const jobFields = ['duration_ms', 'total_input_tokens', 'total_output_tokens', 'turns'];
  const whole = (['get', 'summary', 'list'] as const).flatMap((operation) => [
    ...changes.map(([field, edit]) =>
      broken(
        `view/${operation} has another ${field}`,
        'summary = full = list item',
        onBody(operation, summaryPaths[operation] + field, edit),
      ),
    ),
    ...jobFields.map((field) =>
      broken(
        `view/${operation} has another job_metadata.${field}`,
        'summary = full = list item',
        onBody(operation, `${summaryPaths[operation]}job_metadata`, (job) =>
          job ? { ...(job as JsonObject), [field]: 77 } : job,
        ),
      ),
    ),
  ]);
  const title = broken(
    'view/title answer has another index_ids',
    'summary',
    onBody('title', 'index_ids', () => ['z']),
  );
  return [...whole, title];
}
