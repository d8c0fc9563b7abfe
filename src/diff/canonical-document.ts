import { escapeDataReferences } from '../openapi/data-references.ts';
import { collectNodes, type DocumentNode } from '../openapi/document-nodes.ts';
import { resolvePointer, toPointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { createMoves, type Moves, type Origin } from '../openapi/origin.ts';
import { isObject } from '../shared/json.ts';
import { rewriteNullable } from './canonical-nullables.ts';
import { mergeAllOf } from './merge-all-of.ts';

/**
 * A copy of an OpenAPI 3.1 document in which the same is always written in one way, so that one form rewritten as another
 * is no change: no defaults, no `allOf` that one schema can say, `enum` for `const`, inclusive bounds of integers, one form
 * of what may be null, and the parameters of a path with its operations.
 *
 * @param shared the schemas whose `allOf` stays as it is
 * @returns the copy, and where its values are in the document that was given
 */
export function canonicalDocument(
  given: OpenApiDocument,
  shared: ReadonlySet<string> = new Set(),
): { document: OpenApiDocument; origin: Origin } {
  const document = escapeDataReferences(structuredClone(given));
  const moves = createMoves();
  const nodes = collectNodes(document);
  for (const { value } of nodes.schema) dropDefaults(value, schemaDefaults);
  for (const { value, pointer } of nodes.schema) writeBounds(value, pointer, moves);
  // The innermost first: an outer one then sees what it takes in as it will stay.
  for (const node of [...nodes.schema].reverse()) if (!shared.has(node.pointer)) writeAllOf(document, node, moves);
  for (const { value, pointer } of collectNodes(document).schema.reverse())
    rewriteNullable(document, pointer, value, moves);
  for (const { value } of nodes.parameter) dropParameterDefaults(value);
  for (const { value } of nodes.header) dropDefaults(value, { ...flags, style: 'simple', explode: false });
  for (const { value } of nodes.requestBody) dropDefaults(value, flags);
  for (const { value } of nodes.operation) dropDefaults(value, flags);
  for (const { value, pointer } of nodes.pathItem) moveParameters(document, value, pointer, moves);
  dropUnused(document);
  return { document, origin: moves.origin };
}

const flags = { required: false, deprecated: false, allowReserved: false, allowEmptyValue: false };

const schemaDefaults = {
  minLength: 0,
  minItems: 0,
  minProperties: 0,
  minContains: 1,
  uniqueItems: false,
  readOnly: false,
  writeOnly: false,
  deprecated: false,
  additionalProperties: true,
  unevaluatedProperties: true,
  unevaluatedItems: true,
};

function dropDefaults(value: Record<string, unknown>, defaults: Record<string, unknown>): void {
  for (const [field, usual] of Object.entries(defaults)) if (value[field] === usual) delete value[field];
  for (const field of ['additionalProperties', 'required', 'properties', 'items']) {
    const one = value[field];
    const isEmpty = Array.isArray(one)
      ? field === 'required' && one.length === 0
      : isObject(one) && Object.keys(one).length === 0;
    if (isEmpty) delete value[field];
  }
}

/** `form` and `simple` by place, and `explode` by style (OAS 3.1, section 4.8.12). */
function dropParameterDefaults(parameter: Record<string, unknown>): void {
  const usual = parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple';
  const style = parameter.style ?? usual;
  dropDefaults(parameter, { ...flags, style: usual, explode: style === 'form' });
}

/** Above 0 is from 1 up, for an integer. */
function writeBounds(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  if (schema.const !== undefined) {
    schema.enum = Array.isArray(schema.enum) ? schema.enum.filter((one) => one === schema.const) : [schema.const];
    delete schema.const;
    moves.add(`${pointer}/enum`, `${pointer}/const`);
  }
  if (![schema.type].flat().includes('integer') || [schema.type].flat().includes('number')) return;
  for (const [exclusive, inclusive, step] of [
    ['exclusiveMinimum', 'minimum', 1],
    ['exclusiveMaximum', 'maximum', -1],
  ] as const) {
    const bound = schema[exclusive];
    if (typeof bound !== 'number' || !Number.isInteger(bound) || schema[inclusive] !== undefined) continue;
    schema[inclusive] = bound + step;
    delete schema[exclusive];
    moves.add(`${pointer}/${inclusive}`, `${pointer}/${exclusive}`);
  }
}

function writeAllOf(document: OpenApiDocument, { value: schema, pointer }: DocumentNode, moves: Moves): void {
  unwrapUnion(schema, pointer, moves);
  if (!Array.isArray(schema.allOf)) return;
  const [only] = schema.allOf;
  // What a single reference leads to keeps its name.
  if (schema.allOf.length === 1 && isReference(only) && schema.$ref === undefined && isAlone(schema)) {
    for (const keyword of Object.keys(schema)) delete schema[keyword];
    schema.$ref = only.$ref;
    moves.add(`${pointer}/$ref`, `${pointer}/allOf/0/$ref`);
    return;
  }
  const merged = mergeAllOf(document, schema, pointer);
  if (!merged) return;
  for (const keyword of Object.keys(schema)) delete schema[keyword];
  Object.assign(schema, structuredClone(merged.schema));
  for (const [below, origin] of merged.origins) moves.add(pointer + below, origin);
}

/** The places at which both documents have an `allOf` of the same references: there it is no other form of anything. */
export function sharedAllOf(one: OpenApiDocument, other: OpenApiDocument): Set<string> {
  const [shapes, others] = [shapesOf(one), shapesOf(other)];
  return new Set([...shapes].filter(([pointer, shape]) => others.get(pointer) === shape).map(([pointer]) => pointer));
}

function shapesOf(document: OpenApiDocument): Map<string, string> {
  return new Map(
    collectNodes(document).schema.flatMap(({ pointer, value: { allOf } }): [string, string][] =>
      Array.isArray(allOf) ? [[pointer, allOf.map((part) => (isObject(part) && part.$ref) || '').join()]] : [],
    ),
  );
}

function isReference(value: unknown): value is { $ref: string } {
  return isObject(value) && typeof value.$ref === 'string' && Object.keys(value).length === 1;
}

/** True if nothing but descriptions is next to the `allOf`. They are dropped: the reference has its own. */
function isAlone(schema: Record<string, unknown>): boolean {
  return Object.keys(schema).every((keyword) => ['allOf', 'title', 'description'].includes(keyword));
}

/** A union of one. */
function unwrapUnion(schema: Record<string, unknown>, pointer: string, moves: Moves): void {
  for (const keyword of ['oneOf', 'anyOf']) {
    const variants = schema[keyword];
    if (!Array.isArray(variants) || variants.length !== 1 || schema.discriminator !== undefined) continue;
    const before = Array.isArray(schema.allOf) ? schema.allOf : [];
    schema.allOf = [...before, variants[0]];
    delete schema[keyword];
    moves.add(`${pointer}/allOf/${before.length}`, `${pointer}/${keyword}/0`);
  }
}

/** The parameters of a path are those of each of its operations, unless one has its own (OAS 3.1, section 4.8.9). */
function moveParameters(document: OpenApiDocument, item: Record<string, unknown>, pointer: string, moves: Moves): void {
  if (!Array.isArray(item.parameters)) return;
  const shared = item.parameters;
  for (const method of ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']) {
    const operation = item[method];
    if (!isObject(operation)) continue;
    const own = Array.isArray(operation.parameters) ? operation.parameters : [];
    const names = own.map((one) => identityOf(document, one));
    const added = shared
      .map((one, index) => ({ one, from: `${pointer}/parameters/${index}` }))
      .filter(({ one }) => !names.includes(identityOf(document, one)));
    operation.parameters = [...own, ...structuredClone(added.map(({ one }) => one))];
    for (const [index, { from }] of added.entries()) {
      moves.add(`${pointer + toPointer([method]).slice(1)}/parameters/${own.length + index}`, from);
    }
  }
  delete item.parameters;
}

/** A component that no operation leads to changes nothing. Security schemes are used by their names. */
function dropUnused(document: OpenApiDocument): void {
  const roots = [document.paths, document.webhooks].filter((one) => isObject(one) && Object.keys(one).length > 0);
  // A document of components only is a library.
  if (!isObject(document.components) || roots.length === 0) return;
  const used = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || used.has(value)) return;
    used.add(value);
    for (const [key, one] of Object.entries(value)) {
      visit(one);
      if (key === '$ref' && typeof one === 'string') visit(resolvePointer(document, one));
      if (key === 'mapping' && isObject(one))
        for (const target of Object.values(one)) visit(resolvePointer(document, String(target)));
    }
  };
  visit(roots);
  const sections = Object.entries(document.components).filter(([name]) => name !== 'securitySchemes');
  for (const [, entries] of sections) {
    if (!isObject(entries)) continue;
    for (const [name, entry] of Object.entries(entries)) if (!used.has(entry)) delete entries[name];
  }
}

function identityOf(document: OpenApiDocument, given: unknown): string {
  const parameter = isReference(given) ? resolvePointer(document, given.$ref) : given;
  return isObject(parameter) ? `${String(parameter.in)} ${String(parameter.name)}` : '';
}
