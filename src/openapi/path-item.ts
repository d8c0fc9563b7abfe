import { isObject } from '../shared/json.ts';

const fields = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** An operation of a path item. */
export interface PathOperation {
  /** As it is sent: upper case, or what `additionalOperations` names. */
  method: string;
  /** The fields that lead to it, from the path item. */
  steps: string[];
  value: Record<string, unknown>;
}

/** The operations of a path item, with those for methods of its own (OAS 3.2, section 4.9.1). */
export function operationsOf(item: Record<string, unknown>): PathOperation[] {
  const more = isObject(item.additionalOperations) ? Object.entries(item.additionalOperations) : [];
  return [
    ...fields.map((field) => ({ method: field.toUpperCase(), steps: [field], value: item[field] })),
    ...more.map(([method, value]) => ({ method, steps: ['additionalOperations', method], value })),
  ].filter((one): one is PathOperation => isObject(one.value) && isToken(one.method));
}

/** The names of the parameters in a path template, in order: `/a/{b}` has `b`. */
export function namesInPath(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name!);
}

/** RFC 9110, section 5.6.2. */
function isToken(method: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(method);
}
