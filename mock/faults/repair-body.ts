import { isObject } from '../../src/shared/json.ts';

/** A body that an operation can process. A valid body is returned as it is. */
export function repairBody(body: unknown, operation: string): unknown {
  if (operation === 'createSession') return repairCreate(body);
  if (operation === 'generateSessionTitle') return repairText(body, 'first_message');
  if (operation !== 'streamMessages') return body;
  const whole = repairText(body, 'prompt');
  return isTextList(whole.index_ids) ? whole : { ...whole, index_ids: toTextList(whole.index_ids) };
}

function repairCreate(body: unknown): unknown {
  if (body === undefined) return body;
  if (!isObject(body)) return {};
  const { index_ids: indexIds } = body;
  return indexIds == null || isTextList(indexIds) ? body : { ...body, index_ids: toTextList(indexIds) };
}

function repairText(body: unknown, field: string): Record<string, unknown> {
  const fields = isObject(body) ? body : {};
  const value = fields[field];
  return typeof value === 'string' ? fields : { ...fields, [field]: value === undefined ? '' : JSON.stringify(value) };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function toTextList(value: unknown): string[] {
  if (value == null) return [];
  return (Array.isArray(value) ? value : [value]).map((item) =>
    typeof item === 'string' ? item : JSON.stringify(item),
  );
}
