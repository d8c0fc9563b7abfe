import { isObject } from '../../shared/json.ts';

/** Removes default values and empty fields without meaning from an object, in place. */
export function dropDefaults(value: Record<string, unknown>, defaults: Record<string, unknown>): void {
  for (const [field, usual] of Object.entries(defaults)) if (value[field] === usual) delete value[field];
  for (const field of ['additionalProperties', 'required', 'properties', 'items']) {
    const one = value[field];
    const isEmpty = Array.isArray(one)
      ? field === 'required' && one.length === 0
      : isObject(one) && Object.keys(one).length === 0;
    if (isEmpty) delete value[field];
  }
}
