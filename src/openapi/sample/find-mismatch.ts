import { isObject } from '../../shared/json.ts';
import { dereference, resolvePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import type { Direction } from '../read-write-only.ts';
import { fitsValue } from './fits-scalar.ts';
import { judgeFields } from './judge-fields.ts';
import { judgeList } from './judge-list.ts';
import type { Look, MismatchPath } from './look.ts';

/** Levels of a value, of schemas within each other, and schemas that are looked at. */
const deepest = 40;
const mostNested = 400;
const mostVisits = 20_000;
const mostMismatches = 50;

/** What a value violates of its schema. */
export interface Findings {
  mismatches: MismatchPath[];
  /** False if something was not checked: a keyword that is not known here, or more than is looked at. */
  sure: boolean;
}

/** Keywords whose meaning depends on other schemas, or on Ajv. */
const unknownKeywords = ['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef', 'nullable'];

/**
 * Where a value does not fit the schema at `pointer`. Unlike a validator it compiles nothing, which takes longer than a
 * response may for a schema of a few hundred parts. It agrees with the validator unless it is not sure.
 *
 * @param direction what the value is for; if left out, properties of one direction may be missing
 */
export function findMismatches(
  document: OpenApiDocument,
  pointer: string,
  value: unknown,
  direction?: Direction,
): Findings {
  const findings: Findings = { mismatches: [], sure: true };
  const flags = direction === 'request' ? ['readOnly'] : direction === 'response' ? ['writeOnly'] : bothFlags;
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
        propertiesNamed(schema, name, targetOf).some((one) => flags.some((flag) => one[flag] === true)),
    };
    return look;
  };
  lookInto(findings.mismatches).judge(resolvePointer(document, pointer), value, []);
  return findings;
}

/** Whether a value fits the schema at `pointer` as far as that can be told without a validator. */
export function isPlausible(document: OpenApiDocument, pointer: string, value: unknown): boolean {
  return findMismatches(document, pointer, value).mismatches.length === 0;
}

const bothFlags = ['readOnly', 'writeOnly'];

function judgeParts(
  document: OpenApiDocument,
  look: Look,
  schema: Record<string, unknown>,
  value: unknown,
  path: MismatchPath,
  doubt: () => void,
): void {
  const { $ref: reference, allOf, anyOf, oneOf, not, if: condition } = schema;
  if (typeof reference === 'string') {
    const target = resolvePointer(document, reference);
    if (target === undefined) doubt();
    else look.judge(target, value, path);
  }
  for (const part of listOf(allOf)) look.judge(part, value, path);
  judgeUnion(document, look, schema, listOf(anyOf), value, path, Number.POSITIVE_INFINITY);
  judgeUnion(document, look, schema, listOf(oneOf), value, path, 1);
  if (not !== undefined && look.fits(not, value, path)) look.mismatch(path);
  if (condition !== undefined) look.judge(look.fits(condition, value, path) ? schema.then : schema.else, value, path);
  if (Array.isArray(value)) judgeList(look, schema, value, path);
  else if (isObject(value)) judgeFields(look, schema, value, path);
}

/** @param most how many variants may fit */
function judgeUnion(
  document: OpenApiDocument,
  look: Look,
  { discriminator }: Record<string, unknown>,
  variants: readonly unknown[],
  value: unknown,
  path: MismatchPath,
  most: number,
): void {
  if (variants.length === 0) return;
  // The only variant, and the one that a value names, say where it does not fit.
  const { mapping, propertyName } = isObject(discriminator) ? discriminator : {};
  const name = isObject(value) ? value[String(propertyName)] : undefined;
  const named =
    isObject(mapping) && typeof name === 'string' && Object.hasOwn(mapping, name) ? mapping[name] : undefined;
  const only = named === undefined ? undefined : resolvePointer(document, String(named));
  const meant = only ?? (variants.length === 1 ? variants[0] : undefined);
  if (meant !== undefined) {
    look.judge(meant, value, path);
    return;
  }
  let fitting = 0;
  for (const variant of variants) {
    if (look.fits(variant, value, path)) fitting += 1;
    if (fitting > most || (fitting > 0 && most > 1)) break;
  }
  if (fitting === 0 || fitting > most) look.mismatch(path);
}

/** The properties of this name that a schema and its parts describe, their references followed. */
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
