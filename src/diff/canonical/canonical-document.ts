import { escapeDataReferences } from '../../openapi/data-references.ts';
import { collectNodes, type DocumentNode } from '../../openapi/document-nodes.ts';
import { isReference, resolvePointer } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { createMoves, type Moves, type Origin } from '../../openapi/origin.ts';
import { markAsUpgraded } from '../../openapi/upgrade-document.ts';
import { isObject } from '../../shared/json.ts';
import { dropDefaults } from './drop-defaults.ts';
import { dropUnused } from './drop-unused.ts';
import { mergeAllOf } from './merge-all-of.ts';
import { writeInherited } from './write-inherited.ts';
import { writeExamples, writeNames } from './write-names.ts';
import { writeNullable } from './write-nullables.ts';
import { flags, moveParameters, writeParameter } from './write-parameters.ts';
import { below, writeSchema } from './write-schema.ts';
import { writeUnions } from './write-unions.ts';

/**
 * A copy of an OpenAPI 3.1 document in which equivalent forms are written in one way: no defaults, no `allOf` that one
 * schema can express, `enum` for `const`, inclusive bounds of integers, one form of unions and of nullable, and at each
 * operation the parameters, servers and security requirements that apply to it.
 *
 * @param shared the schemas whose `allOf` stays unchanged
 * @returns the copy, and the places of its values in the given document
 */
export function canonicalDocument(
  given: OpenApiDocument,
  shared: ReadonlySet<string> = new Set(),
): { document: OpenApiDocument; origin: Origin } {
  const document = escapeDataReferences(structuredClone(given));
  const moves = createMoves();
  placePathItems(document, moves);
  writeNames(collectNodes(document), moves);
  const nodes = collectNodes(document);
  writeExamples(nodes, moves);
  for (const { value, pointer } of nodes.schema) writeSchema(value, pointer, moves);
  // Innermost schemas first, so that an outer schema sees its parts in their final form.
  for (const { value, pointer } of [...nodes.schema].reverse()) writeUnions(document, value, pointer, moves);
  for (const node of collectNodes(document).schema.reverse())
    if (!shared.has(node.pointer)) writeAllOf(document, node, moves);
  for (const { value, pointer } of collectNodes(document).schema.reverse())
    writeNullable(document, pointer, value, moves);
  for (const { value } of nodes.parameter) writeParameter(value);
  for (const { value } of nodes.header) dropDefaults(value, { ...flags, style: 'simple', explode: false });
  for (const { value } of nodes.requestBody) dropDefaults(value, flags);
  for (const { value } of nodes.operation) dropDefaults(value, flags);
  for (const { value, pointer } of nodes.pathItem) moveParameters(document, value, pointer, moves);
  writeInherited(document, moves);
  dropUnused(document);
  markAsUpgraded(document);
  return { document, origin: moves.origin };
}

/** A reference to a path item of the document is inlined. */
function placePathItems(document: OpenApiDocument, moves: Moves): void {
  const paths = isObject(document.paths) ? document.paths : {};
  for (const [path, item] of Object.entries(paths)) {
    if (!isObject(item) || typeof item.$ref !== 'string') continue;
    const { $ref: reference, ...siblings } = item;
    const target = resolvePointer(document, reference);
    if (!isObject(target) || target.$ref !== undefined) continue;
    paths[path] = { ...structuredClone(target), ...siblings };
    moves.add(below('#', 'paths', path), reference);
  }
}

function writeAllOf(document: OpenApiDocument, { value: schema, pointer }: DocumentNode, moves: Moves): void {
  unwrapUnion(schema, pointer, moves);
  if (!Array.isArray(schema.allOf)) return;
  const [only] = schema.allOf;
  // The target of a single reference keeps its name.
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
  for (const [steps, origin] of merged.origins) moves.add(pointer + steps, origin);
}

/**
 * The places where both documents have an `allOf` of the same references, so that it is not another form of anything.
 */
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

/** True if only descriptions are next to the `allOf`. They are dropped: the target has its own. */
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
