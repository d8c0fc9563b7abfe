import { isObject } from '../../shared/json.ts';
import { createPattern } from './create-pattern.ts';
import { isLess, isMore } from './fits-scalar.ts';
import type { Look, MismatchPath } from './look.ts';

/**
 * Checks an object against the keywords for objects (JSON Schema 2020-12, validation section 6.5 and core section
 * 10.3.2).
 */
export function judgeFields(
  look: Look,
  schema: Record<string, unknown>,
  value: Record<string, unknown>,
  path: MismatchPath,
): void {
  const { minProperties, maxProperties, additionalProperties, propertyNames } = schema;
  const names = Object.keys(value);
  if (isLess(names.length, minProperties) || isMore(names.length, maxProperties)) look.mismatch(path);
  judgeRequired(look, schema, value, path);
  const properties = isObject(schema.properties) ? schema.properties : {};
  const patterns = Object.entries(isObject(schema.patternProperties) ? schema.patternProperties : {}).map(
    ([pattern, own]) => [createPattern(pattern, 'u'), own] as const,
  );
  for (const name of names) {
    const here = [...path, name];
    const known = Object.hasOwn(properties, name);
    const matching = patterns.filter(([pattern]) => pattern.test(name));
    if (known) look.judge(properties[name], value[name], here);
    for (const [, own] of matching) look.judge(own, value[name], here);
    if (!known && matching.length === 0 && additionalProperties !== undefined)
      look.judge(additionalProperties, value[name], here);
    if (propertyNames !== undefined && !look.fits(propertyNames, name, here)) look.mismatch(here);
  }
}

function judgeRequired(
  look: Look,
  schema: Record<string, unknown>,
  value: Record<string, unknown>,
  path: MismatchPath,
): void {
  const { required, dependentRequired, dependentSchemas } = schema;
  for (const name of namesIn(required)) {
    if (!Object.hasOwn(value, name) && !look.isExcused(schema, name)) look.mismatch([...path, name]);
  }
  for (const [name, others] of Object.entries(isObject(dependentRequired) ? dependentRequired : {})) {
    if (!Object.hasOwn(value, name)) continue;
    for (const other of namesIn(others)) if (!Object.hasOwn(value, other)) look.mismatch([...path, other]);
  }
  for (const [name, own] of Object.entries(isObject(dependentSchemas) ? dependentSchemas : {})) {
    if (Object.hasOwn(value, name)) look.judge(own, value, path);
  }
}

function namesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
