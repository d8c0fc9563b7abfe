import { isObject } from '../../shared/json.ts';

/** Removes the fields of an object that have their default value, in place, and empty ones that say nothing. */
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
