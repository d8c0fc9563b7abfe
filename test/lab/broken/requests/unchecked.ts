import { type BrokenServer, skipCheck } from '../../alter.ts';
import { type OperationName, operationNames } from '../../reference/model.ts';

const checksOf = (field: string, ...checks: string[]) => checks.map((check) => `${field}.${check}`);
/** Bounds of requests that are not checked. */
export function unchecked(): BrokenServer[] {
  const checks: [OperationName, string[]][] = [
    ['list', ['page_size.type', 'page_size.zero', 'page_size.negative', 'page_token.forged']],
    ['create', ['body.json', 'body.type', 'index_ids.type', 'index_ids.item', 'index_ids.many']],
    [
      'title',
      ['body.json', 'body.missing', 'body.type', ...checksOf('first_message', 'missing', 'null', 'type', 'short')],
    ],
    [
      'stream',
      ['body.json', 'body.missing', 'body.type', ...checksOf('index_ids', 'missing', 'null', 'type', 'item', 'few')],
    ],
    ['stream', checksOf('prompt', 'missing', 'null', 'type', 'long')],
  ];
  const bounds = checks.flatMap(([operation, names]) =>
    names.map((check) => ({
      name: `unchecked/${operation} ${check}`,
      clause: `${check} is 422`,
      override: skipCheck(operation, check),
    })),
  );
  const formats = operationNames.flatMap((operation) =>
    ['project_id', 'organization_id'].map((name) => ({
      name: `unchecked/${operation} ${name}.format`,
      clause: `${name} is a UUID`,
      override: skipCheck(operation, `${name}.format`),
    })),
  );
  return [...bounds, ...formats];
}
