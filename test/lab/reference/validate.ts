import type { Call, FieldError, OperationName } from './model.ts';

/** The format of a UUID. */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** All problems of a request, according to the facts; `check` names each bound. */
export function findFieldErrors(call: Call): FieldError[] {
  return [...queryErrors(call), ...(call.operation ? bodyErrors(call, call.operation) : [])];
}

function queryErrors({ query, operation }: Call): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['project_id', 'organization_id']) {
    const value = query.get(name);
    if (value !== null && !uuid.test(value)) {
      errors.push(error(`${name}.format`, ['query', name], 'Input should be a valid UUID', 'uuid_parsing', value));
    }
  }
  const size = operation === 'list' ? query.get('page_size') : null;
  if (size !== null && !/^[+-]?\d+$/.test(size)) {
    errors.push(error('page_size.type', ['query', 'page_size'], 'Input should be an integer', 'int_parsing', size));
  } else if (size !== null && Number(size) < 1) {
    const check = Number(size) === 0 ? 'page_size.zero' : 'page_size.negative';
    errors.push(error(check, ['query', 'page_size'], 'Input should be at least 1', 'greater_than_equal', size));
  }
  return errors;
}

function bodyErrors(call: Call, operation: OperationName): FieldError[] {
  if (operation !== 'create' && operation !== 'title' && operation !== 'stream') return [];
  if (call.malformed) return [error('body.json', ['body', 0], 'JSON decode error', 'json_invalid', {})];
  const { body } = call;
  if (body === undefined || body === null) {
    return operation === 'create' ? [] : [error('body.missing', ['body'], 'Field required', 'missing', null)];
  }
  if (typeof body !== 'object' || Array.isArray(body)) {
    return [error('body.type', ['body'], 'Input should be an object', 'model_attributes_type', body)];
  }
  const fields = body as Record<string, unknown>;
  if (operation === 'create') return indexErrors(fields.index_ids ?? [], { most: 10 });
  if (operation === 'title') return textErrors('first_message', fields.first_message, { least: 1 });
  return [...indexErrors(fields.index_ids, { least: 1 }), ...textErrors('prompt', fields.prompt, { most: 1000 })];
}

function indexErrors(value: unknown, { least = 0, most = Infinity }: { least?: number; most?: number }): FieldError[] {
  const at = ['body', 'index_ids'];
  if (value === undefined) return [error('index_ids.missing', at, 'Field required', 'missing', null)];
  if (value === null) return [error('index_ids.null', at, 'Input should be a list', 'list_type', value)];
  if (!Array.isArray(value)) return [error('index_ids.type', at, 'Input should be a list', 'list_type', value)];
  const errors = value.flatMap((item, place) =>
    typeof item === 'string'
      ? []
      : [error('index_ids.item', [...at, place], 'Input should be a string', 'string_type', item)],
  );
  if (value.length < least)
    errors.push(error('index_ids.few', at, 'List should have at least 1 item', 'too_short', value));
  if (value.length > most)
    errors.push(error('index_ids.many', at, 'List should have at most 10 items', 'too_long', value));
  return errors;
}

function textErrors(
  name: string,
  value: unknown,
  { least = 0, most = Infinity }: { least?: number; most?: number },
): FieldError[] {
  const at = ['body', name];
  if (value === undefined) return [error(`${name}.missing`, at, 'Field required', 'missing', null)];
  if (value === null) return [error(`${name}.null`, at, 'Input should be a string', 'string_type', value)];
  if (typeof value !== 'string') return [error(`${name}.type`, at, 'Input should be a string', 'string_type', value)];
  const characters = [...value].length;
  if (characters < least) return [error(`${name}.short`, at, 'String too short', 'string_too_short', value)];
  if (characters > most) return [error(`${name}.long`, at, 'String too long', 'string_too_long', value)];
  return [];
}

/** One entry of the list. */
export function error(check: string, loc: (string | number)[], msg: string, type: string, input: unknown): FieldError {
  return { check, loc, msg, type, input };
}
