import { dereference } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { operationsOf } from '../../openapi/path-item.ts';
import { isObject } from '../../shared/json.ts';
import { isSameSchema, type Placed } from './same-schema.ts';

/** The same place in both documents. */
type Pair = readonly [one: Placed, other: Placed];

/**
 * Aligns two canonical documents, in place: a schema that is a variant of a union in the other document becomes a union
 * of one, a `oneOf` that becomes `anyOf` becomes one, and a renamed security scheme gets the name that it has in
 * `base`.
 */
export function alignDocuments(base: OpenApiDocument, head: OpenApiDocument): void {
  alignSchemes(base, head);
  alignUnions(base, head);
}

function alignSchemes(base: OpenApiDocument, head: OpenApiDocument): void {
  const [before, after] = [schemesOf(base), schemesOf(head)];
  for (const [name, scheme] of Object.entries(after)) {
    if (Object.hasOwn(before, name)) continue;
    const former = Object.keys(before).find(
      (one) =>
        !Object.hasOwn(after, one) &&
        isSameSchema({ document: base, value: before[one] }, { document: head, value: scheme }),
    );
    if (former === undefined) continue;
    after[former] = scheme;
    delete after[name];
    for (const item of Object.values(isObject(head.paths) ? head.paths : {})) {
      for (const { value } of isObject(item) ? operationsOf(item) : []) renameScheme(value, name, former);
    }
  }
}

function schemesOf({ components }: OpenApiDocument): Record<string, unknown> {
  const schemes = isObject(components) ? components.securitySchemes : undefined;
  return isObject(schemes) ? schemes : {};
}

function renameScheme(operation: Record<string, unknown>, from: string, to: string): void {
  if (!Array.isArray(operation.security)) return;
  operation.security = operation.security.map((requirement) =>
    isObject(requirement)
      ? Object.fromEntries(Object.entries(requirement).map(([name, scopes]) => [name === from ? to : name, scopes]))
      : requirement,
  );
}

/** Fields that hold data, without schemas. */
const data = ['example', 'examples', 'default', 'enum', 'const', 'mapping', 'security', 'servers'];

function alignUnions(base: OpenApiDocument, head: OpenApiDocument): void {
  const compared = new Map<unknown, Set<unknown>>();
  const visit = (left: unknown, right: unknown): void => {
    const [a, b] = [dereference(base, left), dereference(head, right)];
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return;
    const known = compared.get(a) ?? new Set();
    if (known.has(b)) return;
    compared.set(a, known.add(b));
    for (const [one, other] of pairsOf(a, b)) {
      wrap([{ document: base, value: a }, one], [{ document: head, value: b }, other]);
      visit((a as Record<string, unknown>)[one], (b as Record<string, unknown>)[other]);
    }
  };
  visit(base.paths, head.paths);
}

/** The matching keys in two objects or lists. */
function* pairsOf(one: object, other: object): Generator<[string, string]> {
  for (const [key, value] of Object.entries(one)) {
    if (data.includes(key) && !isObject(value)) continue;
    const counterpart = Object.hasOwn(other, key) && !isParameter(value) ? key : counterpartOf(key, value, other);
    if (counterpart !== undefined) yield [key, counterpart];
  }
}

/** A parameter is identified by its name and place, a path by its template. */
function counterpartOf(key: string, value: unknown, other: object): string | undefined {
  const isCounterpart = isParameter(value)
    ? ([, one]: [string, unknown]) => isParameter(one) && one.in === value.in && one.name === value.name
    : ([name]: [string, unknown]) => key.startsWith('/') && withoutNames(name) === withoutNames(key);
  return Object.entries(other).find(isCounterpart)?.[0];
}

function isParameter(value: unknown): value is { in: unknown; name: unknown } {
  return isObject(value) && typeof value.in === 'string' && typeof value.name === 'string';
}

function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}

type Entry = readonly [owner: Placed, key: string];

function wrap(one: Entry, other: Entry): void {
  loosen(one, other);
  wrapAs(one, other);
  wrapAs(other, one);
}

/** What becomes `anyOf` is read as `anyOf` in the base, too: it then accepts more values, and no variant changed. */
function loosen([before, key]: Entry, [after, otherKey]: Entry): void {
  const old = dereference(before.document, (before.value as Record<string, unknown>)[key]);
  const now = dereference(after.document, (after.value as Record<string, unknown>)[otherKey]);
  if (!isObject(old) || !isObject(now) || !Array.isArray(old.oneOf) || !Array.isArray(now.anyOf)) return;
  if (old.anyOf !== undefined || now.oneOf !== undefined) return;
  old.anyOf = old.oneOf;
  delete old.oneOf;
}

/** Makes a plain schema a union of one if it is a variant of the union in the other document. */
function wrapAs([owner, key]: Entry, [otherOwner, otherKey]: Entry): void {
  const holder = owner.value as Record<string, unknown>;
  const plain: Placed = { document: owner.document, value: holder[key] };
  const union = dereference(otherOwner.document, (otherOwner.value as Record<string, unknown>)[otherKey]);
  if (!isObject(union) || !isSchemaWithoutUnion(plain)) return;
  const keyword = ['oneOf', 'anyOf'].find((name) => Array.isArray(union[name]));
  if (keyword === undefined || Object.keys(union).some((name) => isConstraint(name, keyword))) return;
  const variants = union[keyword] as unknown[];
  const pairs = variants.map((value): Pair => [plain, { document: otherOwner.document, value }]);
  if (pairs.some((pair) => isSameSchema(...pair))) holder[key] = { [keyword]: [holder[key]] };
}

function isSchemaWithoutUnion({ document, value }: Placed): boolean {
  const target = dereference(document, value);
  return isObject(target) && target.oneOf === undefined && target.anyOf === undefined;
}

function isConstraint(name: string, keyword: string): boolean {
  return name !== keyword && !['title', 'description', 'discriminator', 'examples', 'default'].includes(name);
}
