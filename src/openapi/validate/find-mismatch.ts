import { isObject } from '../../shared/json.ts';
import { dereference, resolvePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { fitsValue } from './fits-scalar.ts';
import { judgeFields } from './judge-fields.ts';
import { judgeList } from './judge-list.ts';
import type { Look, MismatchPath } from './look.ts';
import { isNull, isWhole, namesOf } from './narrow-unions.ts';
import type { Flag } from './read-write-only.ts';

/** Maximum levels of a value, levels of schemas within each other, and number of checked schemas. */
const deepest = 40;
const mostNested = 400;
const mostVisits = 20_000;
const mostMismatches = 50;

/** The violations of a schema by a value. */
export interface Findings {
  mismatches: MismatchPath[];
  /** False if something was not checked: an unsupported keyword, or more than the limits. */
  sure: boolean;
}

/** Keywords whose meaning depends on other schemas, or on Ajv. */
const unknownKeywords = [
  'unevaluatedProperties',
  'unevaluatedItems',
  '$dynamicRef',
  '$recursiveRef',
  'nullable',
  'dependencies',
  'formatMinimum',
  'formatMaximum',
  'formatExclusiveMinimum',
  'formatExclusiveMaximum',
];

/**
 * The places where a value violates the schema at `pointer`. It compiles nothing, because compiling a schema of a few
 * hundred parts takes longer than a response may. A sure result accepts only values that Ajv accepts.
 *
 * @param excused required properties with these flags may be missing
 */
export function findMismatches(
  document: OpenApiDocument,
  pointer: string,
  value: unknown,
  excused: readonly Flag[] = bothFlags,
): Findings {
  const findings: Findings = { mismatches: [], sure: true };
  let visits = 0;
  let nested = 0;
  const targetOf = (schema: unknown): unknown => dereference(document, schema);
  const lookInto = (mismatches: MismatchPath[]): Look => {
    const look: Look = {
      mismatch: (path) => {
        if (mismatches.length < mostMismatches) mismatches.push(path);
      },
      judge(schema, part, path) {
        if (schema === false) return look.mismatch(path);
        if (!isObject(schema)) return;
        const isTooMuch = path.length > deepest || nested > mostNested || ++visits > mostVisits;
        if (isTooMuch || unknownKeywords.some((name) => name in schema)) findings.sure = false;
        if (isTooMuch) return;
        if (!fitsValue(schema, part)) return look.mismatch(path);
        nested += 1;
        judgeParts(document, look, schema, part, path, () => {
          findings.sure = false;
        });
        nested -= 1;
      },
      fits(schema, part, path) {
        const own: MismatchPath[] = [];
        lookInto(own).judge(schema, part, path);
        return own.length === 0;
      },
      isExcused: (schema, name) =>
        propertiesNamed(schema, name, targetOf).some((one) => excused.some((flag) => one[flag] === true)),
    };
    return look;
  };
  lookInto(findings.mismatches).judge(resolvePointer(document, pointer), value, []);
  return findings;
}

/** True unless a value certainly violates the schema at `pointer`, without a validator. */
export function isPlausible(document: OpenApiDocument, pointer: string, value: unknown): boolean {
  return findMismatches(document, pointer, value).mismatches.length === 0;
}

const bothFlags: readonly Flag[] = ['readOnly', 'writeOnly'];

function judgeParts(
  document: OpenApiDocument,
  look: Look,
  schema: Record<string, unknown>,
  value: unknown,
  path: MismatchPath,
  doubt: () => void,
): void {
  const { $ref: reference, allOf, anyOf, oneOf, not, if: condition, items } = schema;
  if (Array.isArray(items)) doubt();
  if (typeof reference === 'string') {
    const target = resolvePointer(document, reference);
    if (target === undefined) doubt();
    else look.judge(target, value, path);
  }
  for (const part of listOf(allOf)) look.judge(part, value, path);
  const union = { document, look, discriminator: schema.discriminator, doubt };
  judgeUnion(union, listOf(anyOf), value, path, Number.POSITIVE_INFINITY);
  judgeUnion(union, listOf(oneOf), value, path, 1);
  if (not !== undefined && look.fits(not, value, path)) look.mismatch(path);
  if (condition !== undefined) look.judge(look.fits(condition, value, path) ? schema.then : schema.else, value, path);
  if (Array.isArray(value)) judgeList(look, schema, value, path);
  else if (isObject(value)) judgeFields(look, schema, value, path);
}

interface Union {
  document: OpenApiDocument;
  look: Look;
  discriminator: unknown;
  doubt(): void;
}

/** @param most maximum number of matching variants */
function judgeUnion(
  { document, look, discriminator, doubt }: Union,
  variants: readonly unknown[],
  value: unknown,
  path: MismatchPath,
  most: number,
): void {
  if (variants.length === 0) return;
  // The only variant, or the one that a value names, reports where the value violates it.
  const { mapping, property } = namesOf(discriminator);
  const name = isObject(value) ? value[property] : undefined;
  const named = typeof name === 'string' && Object.hasOwn(mapping, name) ? mapping[name] : undefined;
  const only = named === undefined ? undefined : resolvePointer(document, String(named));
  const isNullable = variants.length === 2 && variants.some(isNull);
  if (only !== undefined || variants.length === 1) {
    if (most === 1 && variants.length > 1 && !isWhole(document, variants, mapping, property)) doubt();
    look.judge(only ?? variants[0], value, path);
  } else if (isNullable) {
    if (value !== null)
      look.judge(
        variants.find((one) => !isNull(one)),
        value,
        path,
      );
  } else {
    const fitting = variants.filter((one) => look.fits(one, value, path)).length;
    if (fitting === 0 || fitting > most || isWhole(document, variants, mapping, property)) look.mismatch(path);
  }
}

/** The properties of this name in a schema and its parts, with references followed. */
function propertiesNamed(
  schema: Record<string, unknown>,
  name: string,
  targetOf: (schema: unknown) => unknown,
  depth = 0,
): Record<string, unknown>[] {
  if (depth > 10) return [];
  const { properties, allOf } = schema;
  const own =
    isObject(properties) && Object.hasOwn(properties, name) ? [properties[name], targetOf(properties[name])] : [];
  const parts = listOf(allOf).map(targetOf).filter(isObject);
  return [...own.filter(isObject), ...parts.flatMap((part) => propertiesNamed(part, name, targetOf, depth + 1))];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
