import { isObject, parseJson } from '../../shared/json.ts';
import { toStep } from '../json-pointer.ts';
import { isOfType } from '../validate/fits-scalar.ts';
import type { Report } from './repair.ts';
import { compiles, isSchema, keywordChecks } from './schema-keywords.ts';

/** Keywords whose entries are all schemas. */
const maps = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];

/**
 * Repairs one schema, without its subschemas: an invalid keyword is interpreted or ignored, so that the others still
 * apply. `$ref` is repaired with all other references.
 */
export function repairSchema(
  schema: Record<string, unknown>,
  pointer: string,
  { is30, report }: { is30: boolean; report: Report },
): void {
  readTuple(schema, pointer, report);
  readBounds(schema, (keyword) => {
    if (!is30) report(below(pointer, keyword), `\`${keyword}\` is a flag, as in OpenAPI 3.0; it is read as such.`);
  });
  if (!is30 && schema.nullable === true) {
    report(below(pointer, 'nullable'), '`nullable` is of OpenAPI 3.0; null is accepted.');
  }
  for (const keyword of Object.keys(schema)) {
    const check = Object.hasOwn(keywordChecks, keyword) ? keywordChecks[keyword] : undefined;
    const found = check?.(schema[keyword]) ?? 'valid';
    if (found === 'valid') continue;
    const at = below(pointer, keyword);
    report(at, describe(keyword, schema[keyword], found?.message ?? 'it is ignored'));
    if (keyword === 'type' && schema.type === 'file') schema.format ??= 'binary';
    if (found?.value === undefined) delete schema[keyword];
    else schema[keyword] = found.value;
  }
  readEnum(schema, pointer, report);
  for (const keyword of maps) repairEntries(schema, keyword, pointer, report);
  for (const keyword of lists) repairList(schema, keyword, pointer, report);
}

/** `type: string, enum: [1, 2]`, without quotes, and the reverse: no value would fit. */
function readEnum(schema: Record<string, unknown>, pointer: string, report: Report): void {
  const { type, enum: values } = schema;
  const types = [type].flat().filter((one) => typeof one === 'string');
  const isWrong = (value: unknown) => value !== null && !types.some((one) => isOfType(one, value));
  if (!Array.isArray(values) || types.length === 0 || !values.some(isWrong)) return;
  const read = values.map((value) =>
    isWrong(value) ? (types.map((one) => readAs(one, value)).find(isKnown) ?? value) : value,
  );
  const known = read.filter((value) => !isWrong(value));
  report(
    below(pointer, 'enum'),
    `\`enum\` has values that are not of the type ${types.join(' or ')}; they are read as such.`,
  );
  if (known.some(isKnown)) schema.enum = known;
  else delete schema.enum;
}

function readAs(type: string, value: unknown): unknown {
  if (type === 'string') return typeof value === 'object' ? undefined : String(value);
  const read = typeof value === 'string' ? parseJson(value) : undefined;
  return isOfType(type, read) ? read : undefined;
}

function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A list in `items` is `prefixItems` of older drafts. */
function readTuple(schema: Record<string, unknown>, pointer: string, report: Report): void {
  if (!Array.isArray(schema.items)) return;
  report(below(pointer, 'items'), '`items` is a list: it is read as `prefixItems`.');
  schema.prefixItems ??= schema.items;
  delete schema.items;
}

/** Exclusive bounds are flags in OpenAPI 3.0 (section 4.7.24) and in many documents of 3.1; here they are numbers. */
function readBounds(schema: Record<string, unknown>, onFlag: (keyword: string) => void): void {
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[flag] !== 'boolean') continue;
    onFlag(flag);
    const exclusive = schema[flag];
    delete schema[flag];
    if (!exclusive || typeof schema[bound] !== 'number') continue;
    schema[flag] = schema[bound];
    delete schema[bound];
  }
}

function repairEntries(schema: Record<string, unknown>, keyword: string, pointer: string, report: Report): void {
  const entries = schema[keyword];
  if (!isObject(entries)) return;
  for (const [name, one] of Object.entries(entries)) {
    const at = below(below(pointer, keyword), name);
    if (keyword === 'patternProperties' && !compiles(name)) {
      report(at, `The pattern \`${name}\` cannot be read; it is ignored.`);
      delete entries[name];
    } else if (!isSchema(one)) {
      report(at, `\`${name}\` has no schema; any value is accepted.`);
      entries[name] = {};
    }
  }
}

function repairList(schema: Record<string, unknown>, keyword: string, pointer: string, report: Report): void {
  const list = schema[keyword];
  if (!Array.isArray(list) || list.every(isSchema)) return;
  report(below(pointer, keyword), `\`${keyword}\` holds something that is not a schema; it is ignored.`);
  const kept = list.filter(isSchema);
  if (kept.length > 0) schema[keyword] = kept;
  else delete schema[keyword];
}

function describe(keyword: string, value: unknown, message: string): string {
  const shown = JSON.stringify(value) ?? 'undefined';
  const excerpt = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  return `\`${keyword}: ${excerpt}\` is invalid; ${message}.`;
}

function below(pointer: string, step: string): string {
  return pointer + toStep(step);
}
