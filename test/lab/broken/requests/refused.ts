import { type BrokenServer, refuseWhen } from '../../alter.ts';
import { type OperationName, operationNames } from '../../reference/model.ts';

const lengthOf = (value: unknown) => (Array.isArray(value) || typeof value === 'string' ? value.length : 0);

/** Valid requests that are rejected. */
export function refusedThoughValid(): BrokenServer[] {
  const cases: [string, OperationName, Parameters<typeof refuseWhen>[1]][] = [
    ['stream unknown field', 'stream', (_call, body) => Object.keys(body).some((key) => !known.includes(key))],
    ['create unknown field', 'create', (_call, body) => Object.keys(body).some((key) => !known.includes(key))],
    ['title unknown field', 'title', (_call, body) => Object.keys(body).some((key) => !known.includes(key))],
    ['create shared_access', 'create', (_call, body) => 'shared_access' in body],
    ['stream require_all_indexes', 'stream', (_call, body) => 'require_all_indexes' in body],
    ['create 10 ids', 'create', (_call, body) => lengthOf(body.index_ids) === 10],
    ['create index_ids null', 'create', (_call, body) => body.index_ids === null],
    ['create no body', 'create', (call) => call.text === ''],
    ['create empty object', 'create', (call) => call.text.replaceAll(/\s/g, '') === '{}'],
    ['stream 1000 characters', 'stream', (_call, body) => lengthOf(body.prompt) >= 1000],
    ['stream 1000 characters beyond the BMP', 'stream', (_call, body) => lengthOf(body.prompt) > 1000],
    ['stream one index', 'stream', (_call, body) => lengthOf(body.index_ids) === 1],
    ['stream several indexes', 'stream', (_call, body) => lengthOf(body.index_ids) > 1],
    ['list page_size 1', 'list', (call) => call.query.get('page_size') === '1'],
    ['list large page_size', 'list', (call) => Number(call.query.get('page_size')) > 100],
    ['list without page_size', 'list', (call) => call.query.get('page_size') === null],
    ['list page_token', 'list', (call) => call.query.get('page_token') !== null],
    ['title of one character', 'title', (_call, body) => lengthOf(body.first_message) === 1],
  ];
  const known = ['index_ids', 'prompt', 'first_message', 'shared_access', 'require_all_indexes'];
  const projects = operationNames.flatMap((operation) => ({
    name: `refused/${operation} project_id`,
    clause: 'every operation takes project_id',
    override: refuseWhen(operation, (call) => call.query.get('project_id') !== null),
  }));
  const organizations = operationNames.map((operation) => ({
    name: `refused/${operation} organization_id`,
    clause: 'every operation takes organization_id',
    override: refuseWhen(operation, (call) => call.query.get('organization_id') !== null),
  }));
  const bounds = cases.map(([what, operation, fits]) => ({
    name: `refused/${what}`,
    clause: 'a valid request is taken',
    override: refuseWhen(operation, fits),
  }));
  return [...bounds, ...projects, ...organizations];
}
