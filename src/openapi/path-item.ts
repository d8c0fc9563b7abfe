import { isObject } from '../shared/json.ts';

const fields = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** An operation of a path item. */
export interface PathOperation {
  /** As sent: upper case, or the name in `additionalOperations`. */
  method: string;
  /** The path of fields from the path item to the operation. */
  steps: string[];
  value: Record<string, unknown>;
}

/** The operations of a path item, including `additionalOperations` (OAS 3.2, section 4.9.1). */
export function operationsOf(item: Record<string, unknown>): PathOperation[] {
  const more = isObject(item.additionalOperations) ? Object.entries(item.additionalOperations) : [];
  return [
    ...fields.map((field) => ({ method: field.toUpperCase(), steps: [field], value: item[field] })),
    ...more.map(([method, value]) => ({ method, steps: ['additionalOperations', method], value })),
  ].filter((one): one is PathOperation => isObject(one.value) && isToken(one.method));
}

/** The parameter names in a path template, in order: `/a/{b}` has `b`. */
export function namesInPath(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name!);
}

/** RFC 9110, section 5.6.2. */
function isToken(method: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(method);
}
